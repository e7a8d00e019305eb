namespace Paretune.Tuning.Simulation;

/// <summary>Checks that nothing starts once a budget is spent, and that each running trial reports at most once more.</summary>
internal static class BudgetInvariants
{
    private const double SecondsPerHour = 3600;

    public static IEnumerable<string> Broken(SimulatedRun run)
    {
        var started = run.Entries.OfType<SearchStarted>().First();
        if (started.Spec.Budget is not { } budget)
            return [];
        return [.. Trials(run, budget), .. AfterSpent(run), .. Unspent(run, budget)];
    }

    private static IEnumerable<string> Trials(SimulatedRun run, Budget budget)
    {
        var trials = run.Entries.OfType<TrialAdded>().Count();
        if (trials > budget.Trials)
            yield return $"the budget allows {budget.Trials} trials, but {trials} were added";
    }

    private static IEnumerable<string> AfterSpent(SimulatedRun run)
    {
        var (isSpent, reported) = (false, new HashSet<int>());
        foreach (var entry in run.Entries)
        {
            if (isSpent && entry is TrialAdded or AttemptStarted { Kind: LeaseKind.Train })
                yield return $"nothing may start once the budget is spent, but entry {entry.Sequence} is {Invariants.Text(entry)}";
            if (isSpent && entry is EpochReported { Report.Trial.Number: var trial } && !reported.Add(trial))
                yield return $"with a spent budget a trial must report once more at most, but trial {trial} does at entry {entry.Sequence}";
            isSpent |= entry is BudgetSpent;
        }
    }

    private static IEnumerable<string> Unspent(SimulatedRun run, Budget budget)
    {
        var reports = run.Entries.OfType<EpochReported>().ToList();
        var isReached = reports.Count >= budget.Epochs || reports.Sum(one => one.Report.Seconds) >= budget.Hours * SecondsPerHour
            || IsShareReached(run, reports, budget);
        if (isReached && !run.Entries.OfType<BudgetSpent>().Any())
            yield return $"the budget {Invariants.Text(budget)} is spent after {reports.Count} epochs, but the ledger does not say so";
    }

    private static bool IsShareReached(SimulatedRun run, IEnumerable<EpochReported> reports, Budget budget)
    {
        var epochs = run.Entries.OfType<SearchStarted>().First().Spec.Epochs;
        var costs = run.Entries.OfType<TrialAdded>().ToDictionary(added => added.Trial, added => added.Cost);
        var trained = reports.Sum(one => Work((one.Report.Model?.Cost ?? costs[one.Report.Trial.Number]).Macs));
        return run.Entries.OfType<SpaceCounted>().LastOrDefault() is { Count: > 0 and var count } counted
            && trained >= budget.Share * (count * Work(counted.MeanMacs) * epochs);
    }

    // Without known MACs, every epoch counts the same.
    private static double Work(double macs) => macs > 0 ? macs : 1;
}
