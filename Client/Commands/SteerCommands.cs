using Paretune.Client.Api;
using Paretune.Client.Output;

namespace Paretune.Client.Commands;

/// <summary>Verbs that steer a search: <c>pause, resume, cancel, finish, extend, retry</c>.</summary>
internal static class SteerCommands
{
    public static IEnumerable<Verb> Create(Shell shell) =>
    [
        Steer(shell, "pause", "Pause a search. Running trials keep their checkpoints and free their devices."),
        Steer(shell, "resume", "Resume a paused search from its checkpoints."),
        Steer(shell, "cancel", "Permanently cancel a search. Results so far are kept."),
        Steer(
            shell, "finish",
            "Finish a search early: started trials run to their end, no new ones start, and it completes with its optimum."),
        ExtendCommand.Create(shell),
        RetryCommands.Retry(shell),
    ];

    private static Verb Steer(Shell shell, string verb, string description)
    {
        var id = Arguments.Search(shell);
        return shell.Runs(new Verb(verb, description, $"paretune search {verb} ID").With(id), async (session, cancellation) =>
            session.Printer.One(
                await session.Api.Post<SearchView>($"{ParetuneApi.PathOf(new(session.Get(id)))}/{verb}", null, cancellation),
                SearchTables.Summary));
    }
}
