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
            "Finish a search early: trials that are running, waiting or paused are trained to the end, parked ones are not resumed, no new "
                + "ones start (with strategy manual, those already added do), and the optimum is chosen."),
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
