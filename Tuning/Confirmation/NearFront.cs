namespace Paretune.Tuning.Confirmation;

/// <summary>
/// Maintains the trials that may be on the front as trials complete: a trial that one of equal or lower cost clearly beats is dropped.
/// Adding a trial is linear in the number of near trials, however many have completed.
/// </summary>
/// <param name="images">The number of validation images; 0 if it is not known.</param>
internal sealed class NearFront(int images)
{
    // The deviations of a single run by which a trial is clearly better: twice the range of the draws, because the noise is not known yet.
    private const double Clearly = 8;

    // Above the first number, the trials that are least behind are kept, up to the second number.
    private const int Most = 256, Kept = 128;

    private List<MeasuredTrial> _trials = [];

    public IReadOnlyList<MeasuredTrial> Trials => _trials;

    public void Add(MeasuredTrial trial)
    {
        if (_trials.Exists(other => Behind(trial, other) > 1))
            return;
        _trials.RemoveAll(other => Behind(other, trial) > 1);
        _trials.Add(trial);
        if (_trials.Count > Most)
            _trials = [.. _trials.OrderBy(one => _trials.Max(other => Behind(one, other))).ThenBy(one => one.Trial).Take(Kept)
                .OrderBy(one => one.Trial)];
    }

    /// <summary>Replaces a trial by itself with further runs.</summary>
    public void Renew(MeasuredTrial trial)
    {
        var at = _trials.FindIndex(one => one.Trial == trial.Trial);
        if (at >= 0)
            _trials[at] = trial;
    }

    /// <summary>How far a trial is behind another: 1 if clearly; 0 or less if the other is not better or costs more.</summary>
    private double Behind(MeasuredTrial one, MeasuredTrial other)
    {
        if (other == one || !ObjectiveOrder.IsNoWorse(other.Losses, one.Losses))
            return 0;
        var accuracy = other.Accuracies[0];
        var variance = RunNoise.Usual.Variance(accuracy) + (images == 0 ? 0 : accuracy * (1 - accuracy) / images);
        return (accuracy - one.Accuracies[0]) / (Clearly * Math.Sqrt(variance));
    }
}
