using System.Collections.Immutable;

namespace Paretune.Tuning.Paper;

/// <summary>The mean of a measurement over seeds, with its confidence interval.</summary>
/// <param name="HalfWidth">Half of the 95 % confidence interval by Student's t with <paramref name="Count"/> − 1 degrees of freedom. Null
/// for a single seed, which has no spread.</param>
/// <param name="Count">The number of seeds.</param>
public sealed record SeedMean(double Mean, double? HalfWidth, int Count)
{
    /// <summary>The maximum number of seeds, limited by the table of quantiles.</summary>
    public const int MostSeeds = 30;

    // The 97.5 % quantile of Student's t for 1, 2, … degrees of freedom (any table; here NIST/SEMATECH's, 1.3.6.7.2).
    private static readonly ImmutableArray<double> Quantiles =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045,
    ];

    /// <summary>Returns whether the whole interval is above the other one; false for a single seed, which has no interval.</summary>
    public bool IsAbove(SeedMean other) =>
        HalfWidth is { } half && other.HalfWidth is { } otherHalf && Mean - half > other.Mean + otherHalf;

    /// <summary>Returns null if no seed has a value.</summary>
    public static SeedMean? From(IEnumerable<double?> figures)
    {
        double[] known = [.. figures.OfType<double>()];
        if (known.Length == 0)
            return null;
        var mean = known.Average();
        if (known.Length == 1)
            return new(mean, null, 1);
        var deviation = Math.Sqrt(known.Sum(figure => (figure - mean) * (figure - mean)) / (known.Length - 1));
        return new(mean, Quantiles[Math.Min(known.Length - 2, Quantiles.Length - 1)] * deviation / Math.Sqrt(known.Length), known.Length);
    }
}
