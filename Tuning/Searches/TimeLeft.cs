namespace Paretune.Tuning.Searches;

/// <summary>
/// Estimates the remaining time of a search: the device seconds of its remaining epochs, divided by the devices that work for it now. The
/// time of an epoch is the trial's own mean if it has reported, else from a line through those of the others over their MACs. Time in which
/// the search waited or was paused does not count.
/// </summary>
public static class TimeLeft
{
    // With so few ended trials, the epochs of a trial cannot be estimated yet.
    private const int FewestOver = 3;

    /// <summary>Null if nothing runs or nothing was measured yet.</summary>
    public static TimeSpan? Compute(SearchView search, IReadOnlyCollection<TrialView> trials, Func<int, StepProgress?> stepOf)
    {
        if (search.State != SearchState.Running || search.Counts.Running == 0 || Line.Through(trials) is not { } line)
            return null;
        var (epochs, share) = (search.Spec.Epochs, Given(trials, search.Spec.Epochs));
        var (seconds, left, longest) = (0.0, 0.0, 0.0);
        foreach (var trial in trials)
        {
            var more = EpochsLeft(trial, epochs, share, stepOf(trial.Number));
            var takes = more * (trial.SecondsPerEpoch ?? line.At(trial.Macs));
            (seconds, left) = (seconds + takes, left + more);
            longest = trial.State == TrialState.Running ? Math.Max(longest, takes) : longest;
        }

        if (search.Counts.Total - trials.Count is > 0 and var coming)
        {
            seconds += coming * epochs * share * line.At(search.ComingMacs / coming);
            left += coming * epochs * share;
        }

        if (search.Spec.Budget?.Epochs is { } budget && left > budget - EpochsTrained(search))
            seconds *= Math.Max(0, budget - EpochsTrained(search)) / left;
        return TimeSpan.FromSeconds(Math.Max(seconds / search.Counts.Running, longest));
    }

    /// <summary>The same without trials, as in a list: from the average time of an epoch.</summary>
    public static TimeSpan? Compute(SearchView search) =>
        search.State == SearchState.Running && search.Counts is { Running: > 0 and var running, EpochsDone: var done }
            && search.DeviceSeconds > 0 && EpochsTrained(search) > 0
        ? TimeSpan.FromSeconds(search.DeviceSeconds / EpochsTrained(search) * Math.Max(0, search.Counts.EpochsTotal - done) / running)
        : null;

    /// <summary>Without those of results that were reused, which took no time.</summary>
    private static long EpochsTrained(SearchView search) => search.Counts.EpochsDone - (long)search.Counts.Reused * search.Spec.Epochs;

    /// <summary>The share of its epochs that a trial is trained for: less than all if a strategy stops some early.</summary>
    private static double Given(IReadOnlyCollection<TrialView> trials, int epochs)
    {
        TrialView[] over = [.. trials.Where(trial => trial.State is TrialState.Completed or TrialState.Stopped or TrialState.Parked)];
        return over.Length < FewestOver ? 1 : over.Average(trial => Math.Min(1, trial.Epochs / (double)Planned(trial, epochs)));
    }

    private static double EpochsLeft(TrialView trial, int epochs, double share, StepProgress? step) => trial.State switch
    {
        TrialState.Running => Math.Max(
            0, Planned(trial, epochs) - trial.Epochs - (step is { Steps: > 0 } ? Math.Min(1, step.Step / (double)step.Steps) : 0)),
        TrialState.Waiting or TrialState.Paused => trial.Epochs > 0
            ? Planned(trial, epochs) - trial.Epochs : share * Planned(trial, epochs),
        _ => 0,
    };

    private static int Planned(TrialView trial, int epochs) => Math.Max(trial.EpochsPlanned, epochs);

    /// <summary>Seconds of an epoch over MACs, by least squares; flat instead of falling.</summary>
    private readonly record struct Line(double Base, double Slope)
    {
        public double At(double macs) => Base + Slope * macs;

        public static Line? Through(IEnumerable<TrialView> trials)
        {
            (double Macs, double Seconds)[] measured = [
                .. trials.Where(trial => trial.SecondsPerEpoch > 0).Select(trial => ((double)trial.Macs, trial.SecondsPerEpoch!.Value))];
            if (measured.Length == 0)
                return null;
            var (macs, seconds) = (measured.Average(one => one.Macs), measured.Average(one => one.Seconds));
            var spread = measured.Sum(one => (one.Macs - macs) * (one.Macs - macs));
            var slope = spread > 0 ? measured.Sum(one => (one.Macs - macs) * (one.Seconds - seconds)) / spread : 0;
            // Neither a negative base nor a negative slope.
            return slope <= 0 || macs == 0 ? new(seconds, 0)
                : slope * macs > seconds ? new(0, seconds / macs)
                : new(seconds - slope * macs, slope);
        }
    }
}
