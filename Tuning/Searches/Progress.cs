namespace Paretune.Tuning.Searches;

/// <summary>How far a search is, and how long the rest takes.</summary>
public static class Progress
{
    // Before a hundredth is done the pace says more about the start than about the search.
    private const double TooEarly = 0.01;

    /// <summary>Work done, where an epoch counts as much as its configuration costs; a trial that is over is all done.</summary>
    public static double DoneShare(IReadOnlyCollection<TrialView> trials, int epochs, Func<int, StepProgress?> stepOf)
    {
        var total = trials.Sum(CostOf) * epochs;
        return total == 0 ? 0 : trials.Sum(trial => CostOf(trial) * EpochsDone(trial, epochs, stepOf(trial.Number))) / total;
    }

    /// <summary>What remains at the pace so far; null while it is too early to say.</summary>
    public static TimeSpan? Left(double done, TimeSpan elapsed) => done < TooEarly ? null : elapsed * ((1 - done) / done);

    private static double EpochsDone(TrialView trial, int epochs, StepProgress? step) => trial.State switch
    {
        TrialState.Running when step is { Steps: > 0 } => Math.Min(epochs, trial.Epochs + Math.Min(1, step.Step / (double)step.Steps)),
        { IsTerminal: false } => trial.Epochs,
        _ => epochs,
    };

    // Reading images costs something even where the network is tiny.
    private static double CostOf(TrialView trial) => trial.Macs + 1e5;
}
