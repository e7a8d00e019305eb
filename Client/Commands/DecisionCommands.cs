using Paretune.Client.Api;
using Paretune.Client.Output;
using Paretune.Client.Watching;
using Paretune.Tuning.Searches;
using Spectre.Console;

namespace Paretune.Client.Commands;

/// <summary>Verbs that explain a search's decisions: <c>explain, replay</c>. They replay its ledger in the console's process.</summary>
internal static class DecisionCommands
{
    public static IEnumerable<Verb> Create(Shell shell) => [Explain(shell), Replay(shell)];

    private static Verb Explain(Shell shell)
    {
        var (id, number) = (Arguments.Search(shell), Arguments.Trial(shell));
        var verb = new Verb(
            "explain", "Explain why a trial was started and what was decided about it at each rung.", "paretune search explain ID 3");
        return shell.Runs(verb.With(id, number), async (session, cancellation) =>
        {
            var view = await session.Api.Get<SearchView>(ParetuneApi.PathOf(new(session.Get(id))), cancellation);
            var search = new Search(view.Id);
            await foreach (var entry in RecordedEntries.Read(view, session.Api, session.Terminal, cancellation))
                search.Apply(entry);
            var trial = session.Get(number);
            session.Printer.One(
                new Explanation(trial, search.Explain(trial) ?? throw new CommandException(
                    ExitCode.NotFound,
                    $"search {view.Id} has no trial {trial}; see its trials: paretune search show {view.Id}")),
                explanation => new Text(explanation.Text));
        });
    }

    private static Verb Replay(Shell shell)
    {
        var id = Arguments.Search(shell);
        var verb = new Verb(
            "replay", "Replay a search from its ledger and check that every decision is the same.", "paretune search replay ID",
            "paretune search replay ID --output json").With(id);
        return shell.Runs(verb, async (session, cancellation) =>
        {
            var view = await session.Api.Get<SearchView>(ParetuneApi.PathOf(new(session.Get(id))), cancellation);
            var replay = new SearchReplay(new(view.Id));
            await foreach (var entry in RecordedEntries.Read(view, session.Api, session.Terminal, cancellation))
                replay.Take(entry);
            replay.End();
            session.Printer.One(new ReplayReport(replay.Compared, replay.Taken, [.. replay.Notes], replay.Difference), ReplayReport.Draw);
            return replay.Difference is null ? ExitCode.Done : ExitCode.Failed;
        });
    }

    private sealed record Explanation(int Trial, string Text);
}
