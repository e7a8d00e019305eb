namespace Paretune.Tuning.Confirmation;

/// <summary>
/// The noise between runs of one configuration with different seeds. The variance is modelled as proportional to p(1 − p), like that of a
/// share, with one factor pooled over the search.
/// </summary>
/// <param name="Dispersion">The factor.</param>
/// <param name="Degrees">Degrees of freedom of the estimate.</param>
internal sealed record RunNoise(double Dispersion, double Degrees)
{
    // The prior, with its weight in replicates: 0.17 points at 93 %, by which networks of NAS-Bench-Macro differ from run to run, and 0.3
    // at 70 %.
    private const double UsualDeviation = 0.0067, PriorCount = 4;

    // The minimum of p(1 − p): with every image right there would be no noise at all.
    private const double LeastSpread = 1e-3;

    /// <summary>The number of runs beyond each trial's first that it was estimated from.</summary>
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
