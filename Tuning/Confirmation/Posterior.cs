using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Confirmation;

/// <summary>What the accuracy of a configuration is taken to be, on average over runs.</summary>
/// <param name="RunVariance">Of the mean, because there were few runs.</param>
/// <param name="ImageVariance">Because the validation images are a sample; 0 where their number is not known.</param>
/// <param name="Degrees">Of freedom that the variance between runs was estimated with.</param>
internal readonly record struct Posterior(double Mean, double RunVariance, double ImageVariance, double Degrees)
{
    // Of what its costs let expect, how far configurations really differ is at least this share of the noise.
    private const double LeastShare = 0.25;

    // All trials are measured on the same images, and two networks are mostly wrong on the same ones: at 93 % they usually disagree on 6 %
    // of them, where independent ones would on 13 %. The common half moves all accuracies alike, and no order.
    private const double OwnShare = 0.5;

    public AccuracyInterval Interval => new(Math.Max(0, Mean - Half), Math.Min(1, Mean + Half));

    /// <summary>The standard deviation that counts where trials are compared with each other.</summary>
    public double Deviation => Math.Sqrt(RunVariance + OwnShare * ImageVariance);

    private double Half => StudentDistribution.Beyond(OfSum) * Math.Sqrt(RunVariance + ImageVariance);

    /// <summary>Degrees of freedom of the sum (Satterthwaite): the images' variance is known.</summary>
    private double OfSum => RunVariance > 0 ? Degrees * Square((RunVariance + ImageVariance) / RunVariance) : double.PositiveInfinity;

    /// <summary>The mean of its runs, drawn towards what its costs let expect, as far as either is sure.</summary>
    /// <param name="prior">Of a single run, by its costs.</param>
    public static Posterior From(MeasuredTrial trial, (double Mean, double Variance) prior, RunNoise noise, int images)
    {
        var single = noise.Variance(trial.Mean);
        var among = Math.Max(prior.Variance - single, LeastShare * single);
        var (before, seen) = (1 / among, trial.Accuracies.Length / single);
        var mean = Math.Clamp((before * prior.Mean + seen * trial.Mean) / (before + seen), 0, 1);
        return new(mean, 1 / (before + seen), OfImages(mean, images), noise.Degrees);
    }

    /// <summary>A single run, as far as the validation images alone tell.</summary>
    public static Posterior OfImagesAlone(MeasuredTrial trial, int images) => new(
        trial.Mean, 0, OfImages(trial.Mean, images), double.PositiveInfinity);

    /// <summary>How much of the variance that counts in comparisons so many more runs would take away, 0 to 1.</summary>
    public double TakenBy(int runs, RunNoise noise)
    {
        var after = 1 / (1 / RunVariance + runs / noise.Variance(Mean));
        return (RunVariance - after) / (Deviation * Deviation);
    }

    private static double Square(double ratio) => ratio * ratio;

    private static double OfImages(double accuracy, int images) => images == 0 ? 0 : accuracy * (1 - accuracy) / images;
}
