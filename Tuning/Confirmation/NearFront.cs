namespace Paretune.Tuning.Confirmation;

/// <summary>
/// The trials that may be on the front, as each completes: what another one is clearly better than at no higher cost is not looked at
/// again. Adding one takes as long as there are near trials, however many have completed.
/// </summary>
/// <param name="images">Validation images; 0 where their number is not known.</param>
internal sealed class NearFront(int images)
{
    // Deviations of a single run by which a trial is clearly better: twice what draws look at, before anything is known of the noise.
    private const double Clearly = 8;

    // Above the first, the least behind are kept, as many as the second.
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

    /// <summary>Puts a trial with further runs in the place of itself.</summary>
    public void Renew(MeasuredTrial trial)
    {
        var at = _trials.FindIndex(one => one.Trial == trial.Trial);
        if (at >= 0)
            _trials[at] = trial;
    }

    /// <summary>How far behind a trial is, 1 where that is clear; 0 or less where the other is no better, or costs more.</summary>
    private double Behind(MeasuredTrial one, MeasuredTrial other)
    {
        if (other == one || !LossOrder.IsNoWorse(other.Losses, one.Losses))
            return 0;
        var accuracy = other.Accuracies[0];
        var variance = RunNoise.Usual.Variance(accuracy) + (images == 0 ? 0 : accuracy * (1 - accuracy) / images);
        return (accuracy - one.Accuracies[0]) / (Clearly * Math.Sqrt(variance));
    }
}
