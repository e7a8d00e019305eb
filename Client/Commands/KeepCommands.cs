using System.CommandLine;
using Paretune.Client.Api;
using Spectre.Console;

namespace Paretune.Client.Commands;

/// <summary>Verbs for searches that have ended: <c>archive, unarchive, delete</c>.</summary>
internal static class KeepCommands
{
    public static IEnumerable<Verb> Create(Shell shell) =>
    [
        Archive(shell, "archive", "Archive a search that has ended: lists leave it out, everything of it is kept."),
        Archive(shell, "unarchive", "Take an archived search back into the lists."),
        Delete(shell),
    ];

    private static Verb Archive(Shell shell, string verb, string description)
    {
        var id = Arguments.Search(shell);
        return shell.Runs(new Verb(verb, description, $"paretune search {verb} ID").With(id), async (session, cancellation) =>
            session.Printer.One(
                await session.Api.Post<SearchView>($"{ParetuneApi.PathOf(new(session.Get(id)))}/{verb}", null, cancellation),
                search => new Text($"search {search.Id} \"{search.Name}\" is {(search.Archived ? "archived" : "listed again")}")));
    }

    private static Verb Delete(Shell shell)
    {
        var id = Arguments.Search(shell);
        var yes = new Option<bool>("--yes") { Description = "Do not ask before." };
        var verb = new Verb(
            "delete", "Delete a search that has ended, with its trials, checkpoints and models, for good. Asks before.",
            "paretune search delete ID", "paretune search delete ID --yes");
        return shell.Runs(verb.With(id, yes), async (session, cancellation) =>
        {
            var path = ParetuneApi.PathOf(new(session.Get(id)));
            if (!session.Get(yes))
                Ask(session, await session.Api.Get<SearchView>(path, cancellation));
            session.Printer.One(
                await session.Api.Delete<SearchView>(path, cancellation),
                search => new Text($"search {search.Id} \"{search.Name}\" is deleted"));
        });
    }

    /// <exception cref="CommandException">The answer was not yes.</exception>
    private static void Ask(Session session, SearchView search)
    {
        session.Terminal.Error.Write(
            $"delete search {search.Id} \"{search.Name}\" with its {search.Counts.Total} trials, checkpoints and models for good? [y/N] ");
        var answer = session.Terminal.In.ReadLine()?.Trim().ToLowerInvariant();
        if (answer is not ("y" or "yes"))
            throw CommandException.BadInput(
                $"search {search.Id} was not deleted: the answer must be yes, but was \"{answer}\"; --yes deletes without asking");
    }
}
