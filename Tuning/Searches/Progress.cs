namespace Paretune.Tuning.Searches;

/// <summary>The progress of a search, and its remaining time.</summary>
public static class Progress
{
    // Reading images has a cost even if the network is tiny.
    private const double OfAnyNetwork = 1e5;

    // Before one percent is done, the pace says more about the start than about the search.
    private const double TooEarly = 0.01;

    /// <summary>
    /// The share of the work that is done. An epoch counts as much as its configuration costs, an ended trial counts in full, and a trial
    /// that is yet to be added counts as not started. If the search has a budget of epochs and a larger share of it is spent, that share.
    /// </summary>
    public static double DoneShare(SearchView search, IReadOnlyCollection<TrialView> trials, Func<int, StepProgress?> stepOf)
    {
        var epochs = search.Spec.Epochs;
        var coming = search.ComingMacs + Math.Max(0, search.Counts.Total - trials.Count) * OfAnyNetwork;
        var total = trials.Sum(trial => CostOf(trial) * Planned(trial, epochs)) + coming * epochs;
        var trained = total == 0
            ? 0 : trials.Sum(trial => CostOf(trial) * EpochsDone(trial, Planned(trial, epochs), stepOf(trial.Number))) / total;
        return search.Spec.Budget?.Epochs is { } budget
            ? Math.Max(trained, Math.Min(1, (search.Counts.EpochsDone - (double)search.Counts.Reused * epochs) / budget)) : trained;
    }

    /// <summary>
    /// The end of the progress bar of epochs: for a completed search, the epochs that it trained, even if its strategy stopped most trials.
    /// </summary>
    public static int Epochs(SearchView search) =>
        search.State == SearchState.Completed ? search.Counts.EpochsDone : search.Counts.EpochsTotal;

    /// <summary>What remains at the pace so far; null while it is too early to say.</summary>
    public static TimeSpan? Left(double done, TimeSpan elapsed) => done < TooEarly ? null : elapsed * ((1 - done) / done);

    private static double EpochsDone(TrialView trial, int epochs, StepProgress? step) => trial.State switch
    {
        TrialState.Running when step is { Steps: > 0 } => Math.Min(epochs, trial.Epochs + Math.Min(1, step.Step / (double)step.Steps)),
        { IsTerminal: false } => trial.Epochs,
        _ => epochs,
    };

    private static int Planned(TrialView trial, int epochs) => Math.Max(trial.EpochsPlanned, epochs);

    private static double CostOf(TrialView trial) => trial.Macs + OfAnyNetwork;
}
