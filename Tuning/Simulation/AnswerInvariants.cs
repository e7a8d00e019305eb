namespace Paretune.Tuning.Simulation;

/// <summary>
/// Checks that each report is decided once: a repeated report gets the recorded decision, or learns that its attempt is over.
/// </summary>
internal static class AnswerInvariants
{
    public static IEnumerable<string> Broken(SimulatedRun run)
    {
        var recorded = new Dictionary<(int, int, int), EpochReported>();
        foreach (var entry in run.Entries.OfType<EpochReported>())
            if (!recorded.TryAdd(KeyOf(entry.Report), entry))
                yield return $"each epoch must be decided once, but entry {entry.Sequence} decides on {KeyOf(entry.Report)} again";

        var newer = run.Entries.OfType<AttemptStarted>().ToDictionary(one => (one.Trial, one.Attempt), one => one.Sequence);
        foreach (var (signal, decision, sequence) in run.Answers)
            if (signal is Report report && Wrong(report, decision, sequence) is { } wrong)
                yield return wrong;

        string? Wrong(Report report, Decision decision, long sequence)
        {
            var entry = recorded.GetValueOrDefault(KeyOf(report));
            var isOver = newer.TryGetValue((report.Trial.Number, report.Attempt + 1), out var next) && next <= sequence;
            return isOver && decision.Kind != DecisionKind.LeaseLost
                    ? $"a report after a lost lease must be answered leaseLost, but epoch {KeyOf(report)} was answered with {decision.Kind}"
                : isOver ? null
                : entry is not null && entry.Decision != decision
                    ? $"a repeated report must get the recorded {entry.Decision}, but {KeyOf(report)} got {decision}"
                : entry is null && decision.Kind == DecisionKind.Continue
                    ? $"only decisions in the ledger may continue a trial, but {KeyOf(report)} is not there"
                : null;
        }
    }

    private static (int Trial, int Attempt, int Epoch) KeyOf(Report report) => (report.Trial.Number, report.Attempt, report.Epoch);
}
