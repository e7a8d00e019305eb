using System.CommandLine;
using Paretune.Client.Api;
using Spectre.Console;

namespace Paretune.Client.Commands;

/// <summary>Verbs for searches that have ended: <c>archive, unarchive, delete</c>.</summary>
internal static class ArchiveCommands
{
    public static IEnumerable<Verb> Create(Shell shell) =>
    [
        Archive(shell, "archive", "Archive a search that has ended. It no longer appears in lists; all of its data is kept."),
        Archive(shell, "unarchive", "Show an archived search in lists again."),
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
        var yes = new Option<bool>("--yes") { Description = "Do not ask for confirmation." };
        var verb = new Verb(
            "delete", "Permanently delete a search that has ended, with its trials, checkpoints and models. Asks first.",
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

    /// <exception cref="CommandException">The user did not confirm.</exception>
    private static void Ask(Session session, SearchView search)
    {
        session.Terminal.Error.Write(
            $"permanently delete search {search.Id} \"{search.Name}\", its {search.Counts.Total} trials, checkpoints and models? [y/N] ");
        var answer = session.Terminal.In.ReadLine()?.Trim().ToLowerInvariant();
        if (answer is not ("y" or "yes"))
            throw CommandException.BadInput(
                $"search {search.Id} was not deleted: the answer must be yes, but was \"{answer}\"; --yes deletes without asking");
    }
}
