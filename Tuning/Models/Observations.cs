using System.Collections.Immutable;

namespace Paretune.Tuning.Models;

/// <summary>The observations of a <see cref="GaussianProcess"/>.</summary>
/// <param name="Points">Features of each.</param>
/// <param name="Values">The values observed there.</param>
/// <param name="Variances">The variance of each value that is itself a prediction; 0 for a measured value.</param>
internal sealed record Observations(
    ImmutableArray<double[]> Points, ImmutableArray<double> Values, ImmutableArray<double> Variances)
{
    // The prior in log errors: a third of the images wrong, give or take half of that; if all values are equal, give or take a tenth.
    private const double UsualMean = 3.5, UsualDeviation = 0.5, LeastDeviation = 0.1;

    public int Count => Points.Length;

    public double Mean { get; } = Values.IsEmpty ? UsualMean : Values.Average();

    public double Deviation { get; } = Values.Length < 2 ? UsualDeviation : Math.Max(LeastDeviation, DeviationOf(Values));

    /// <summary>A value with a mean of 0 and a deviation of 1 over all.</summary>
    public double Standard(int at) => (Values[at] - Mean) / Deviation;

    /// <summary>The variance of a value on the same scale.</summary>
    public double StandardVariance(int at) => Variances[at] / (Deviation * Deviation);

    private static double DeviationOf(ImmutableArray<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
