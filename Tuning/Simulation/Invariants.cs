using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Simulation;

/// <summary>Checks the rules that every run must keep, whatever faults occurred.</summary>
public static class Invariants
{
    /// <summary>Returns a sentence for each rule that a run breaks; empty if it breaks none.</summary>
    /// <param name="undisturbed">The same search without faults; null to leave the two uncompared.</param>
    public static ImmutableArray<string> Broken(SimulatedRun run, SimulatedRun? undisturbed = null) =>
    [
        .. Ends(run), .. AttemptInvariants.Broken(run), .. AnswerInvariants.Broken(run), .. BudgetInvariants.Broken(run),
        .. ParkedInvariants.Broken(run), .. ReadsBack(run), .. Replays(run),
        .. undisturbed is null ? [] : KeepsTheFront(run, undisturbed),
    ];

    /// <summary>Describes the first entry in which two runs of the same seed differ; null if they are equal.</summary>
    public static string? Difference(SimulatedRun one, SimulatedRun other)
    {
        for (var at = 0; at < Math.Max(one.Entries.Length, other.Entries.Length); at++)
        {
            var (first, second) = (Text(one.Entries.ElementAtOrDefault(at)), Text(other.Entries.ElementAtOrDefault(at)));
            if (first != second)
                return $"the same seed gave another run: entry {at + 1} is {first} in one and {second} in the other";
        }

        return null;
    }

    private static IEnumerable<string> Ends(SimulatedRun run)
    {
        var view = run.Search.Show()!;
        if (!view.State.IsTerminal)
            yield return $"the search must end, but is {view.State} with {Text(view.Counts)}";
        var ends = run.Entries.Index().Where(one => one.Item is SearchStateChanged { State.IsTerminal: true }).ToList();
        if (ends is [{ Index: var end }, ..] && end != run.Entries.Length - 1)
            yield return $"nothing may follow the end, but after entry {end + 1} comes {Text(run.Entries[end + 1])}";
        foreach (var trial in run.Search.Trials()!.Value.Where(trial => view.State.IsTerminal && !trial.State.IsTerminal))
            yield return $"no trial may be lost, but the search has ended and trial {trial.Number} is {trial.State}";
    }

    private static IEnumerable<string> ReadsBack(SimulatedRun run)
    {
        var read = SimulatedCluster.NewSearch(run);
        foreach (var entry in run.Entries)
            read.Apply(JsonSerializer.Deserialize<LedgerEntry>(Text(entry), ParetuneJson.Options)!);
        (string What, Func<Search, object?> Of)[] views =
        [
            ("search", search => search.Show()), ("trials", search => search.Trials()), ("front", search => search.Front()),
            ("failures", search => search.Failures()), ("share", search => search.Share()),
            ("explanations", search => search.Trials()!.Value.Select(trial => search.Explain(trial.Number))),
        ];
        return from view in views
               let lived = Text(view.Of(run.Search))
               let found = Text(view.Of(read))
               where lived != found
               select $"replaying the ledger must restore the search, but its {view.What} is {found} and not {lived}";
    }

    private static IEnumerable<string> Replays(SimulatedRun run)
    {
        var replay = new SearchReplay(SimulatedCluster.NewSearch(run));
        foreach (var entry in run.Entries)
            replay.Take(entry);
        replay.End();
        if (replay.Difference is { } difference)
            yield return $"a replay must make the same decisions, but entry {difference.Sequence} is {Text(difference.Recorded)} and it "
                + "decides " + Text(difference.Decided);
    }

    /// <summary>Checks that each trial on the front of the undisturbed run completes in this run too, or has a reason why not.</summary>
    private static IEnumerable<string> KeepsTheFront(SimulatedRun run, SimulatedRun undisturbed)
    {
        var trials = run.Search.Trials()!.Value.ToLookup(KeyOf);
        var excused = run.Search.Show()!.Reason.Length > 0;
        return from member in undisturbed.Search.Front()!.Trials
               let trial = trials[KeyOf(member)].FirstOrDefault()
               where trial is null ? !excused : trial is { State: not TrialState.Completed, Reason: "" } && !excused
               select $"a trial that completes on the front undisturbed must complete or say why not, but {KeyOf(member)} "
                   + (trial is null ? "was never tried" : $"is {trial.State} without a reason");
    }

    private static string KeyOf(TrialView trial) => $"{trial.Network} {TrialSeed.Canonical(trial.Configuration)}";

    internal static string Text<T>(T value) => JsonSerializer.Serialize(value, ParetuneJson.Options);
}
