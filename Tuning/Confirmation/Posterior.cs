using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Confirmation;

/// <summary>The posterior of a configuration's mean accuracy over runs.</summary>
/// <param name="RunVariance">The variance of the mean that is due to few runs.</param>
/// <param name="ImageVariance">The variance due to the sample of validation images; 0 if their number is not known.</param>
/// <param name="Degrees">Degrees of freedom of the estimated variance between runs.</param>
internal readonly record struct Posterior(double Mean, double RunVariance, double ImageVariance, double Degrees)
{
    // The real difference between configurations of equal costs is at least this share of the noise.
    private const double LeastShare = 0.25;

    // All trials are measured on the same images, and two networks are mostly wrong on the same ones: at 93 % they usually disagree on 6 %
    // of them; independent ones would disagree on 13 %. The common half shifts all accuracies alike and does not change their order.
    private const double OwnShare = 0.5;

    public AccuracyInterval Interval => new(Math.Max(0, Mean - Half), Math.Min(1, Mean + Half));

    /// <summary>The standard deviation that counts where trials are compared with each other.</summary>
    public double Deviation => Math.Sqrt(RunVariance + OwnShare * ImageVariance);

    private double Half => StudentDistribution.Beyond(OfSum) * Math.Sqrt(RunVariance + ImageVariance);

    /// <summary>Degrees of freedom of the sum (Satterthwaite): the images' variance is known.</summary>
    private double OfSum => RunVariance > 0 ? Degrees * Square((RunVariance + ImageVariance) / RunVariance) : double.PositiveInfinity;

    /// <summary>The mean of its runs, shrunk towards the prediction from its costs, weighted by certainty.</summary>
    /// <param name="prior">The prediction for a single run, from its costs.</param>
    public static Posterior From(MeasuredTrial trial, (double Mean, double Variance) prior, RunNoise noise, int images)
    {
        var single = noise.Variance(trial.Mean);
        var among = Math.Max(prior.Variance - single, LeastShare * single);
        var (before, seen) = (1 / among, trial.Accuracies.Length / single);
        var mean = Math.Clamp((before * prior.Mean + seen * trial.Mean) / (before + seen), 0, 1);
        return new(mean, 1 / (before + seen), OfImages(mean, images), noise.Degrees);
    }

    /// <summary>The posterior of a single run from the validation images alone.</summary>
    public static Posterior OfImagesAlone(MeasuredTrial trial, int images) => new(
        trial.Mean, 0, OfImages(trial.Mean, images), double.PositiveInfinity);

    /// <summary>The share of the variance in comparisons that this many more runs would remove, 0 to 1.</summary>
    public double TakenBy(int runs, RunNoise noise)
    {
        var after = 1 / (1 / RunVariance + runs / noise.Variance(Mean));
        return (RunVariance - after) / (Deviation * Deviation);
    }

    private static double Square(double ratio) => ratio * ratio;

    private static double OfImages(double accuracy, int images) => images == 0 ? 0 : accuracy * (1 - accuracy) / images;
}
