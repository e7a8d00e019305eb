namespace Paretune.Tuning.Confirmation;

/// <summary>
/// How far runs of one configuration differ that have other seeds. The variance is taken to be proportional to p(1 − p), as that of a share
/// is, and one factor is pooled over the search.
/// </summary>
/// <param name="Dispersion">The factor.</param>
/// <param name="Degrees">Of freedom that it was estimated with.</param>
internal sealed record RunNoise(double Dispersion, double Degrees)
{
    // Before any replicate, as if so many had been seen: 0.17 points at 93 %, which is what networks of NAS-Bench-Macro differ by from run
    // to run, and 0.3 at 70 %.
    private const double UsualDeviation = 0.0067, PriorCount = 4;

    // Of p(1 − p): where every image is right there would be no noise at all.
    private const double LeastSpread = 1e-3;

    /// <summary>How many runs beyond the first of a trial it was estimated from.</summary>
    public double FurtherRuns => Degrees - PriorCount;

    public static RunNoise Usual { get; } = new(UsualDeviation * UsualDeviation, PriorCount);

    /// <summary>The variance between the runs of each trial, pooled.</summary>
    public static RunNoise Pooled(IEnumerable<MeasuredTrial> trials)
    {
        var (squares, count) = (PriorCount * Usual.Dispersion, PriorCount);
        foreach (var trial in trials.Where(trial => trial.Accuracies.Length > 1))
        {
            squares += trial.Accuracies.Sum(one => (one - trial.Mean) * (one - trial.Mean)) / Spread(trial.Mean);
            count += trial.Accuracies.Length - 1;
        }

        return new(squares / count, count);
    }

    /// <summary>Of a single run.</summary>
    public double Variance(double accuracy) => Dispersion * Spread(accuracy);

    private static double Spread(double accuracy) => Math.Max(LeastSpread, accuracy * (1 - accuracy));
}
