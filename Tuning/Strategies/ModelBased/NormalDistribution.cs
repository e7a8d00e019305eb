using System.Runtime.Intrinsics;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>The standard normal distribution.</summary>
internal static class NormalDistribution
{
    private static readonly double Scale = 1 / Math.Sqrt(2 * Math.PI);

    /// <summary>
    /// The probability of at most x, to 1e-7 (Abramowitz and Stegun, "Handbook of mathematical functions", 1964, 26.2.17).
    /// </summary>
    public static double Below(double x)
    {
        var t = 1 / (1 + 0.2316419 * Math.Abs(x));
        var tail = Scale * Math.Exp(-x * x / 2) * t
            * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return x >= 0 ? 1 - tail : tail;
    }

    /// <summary>The same of several at once.</summary>
    public static Vector256<double> Below(Vector256<double> x)
    {
        var t = Vector256<double>.One / (Vector256<double>.One + 0.2316419 * Vector256.Abs(x));
        var polynomial = Vector256.Create(-1.821255978) + 1.330274429 * t;
        polynomial = Vector256.Create(1.781477937) + polynomial * t;
        polynomial = Vector256.Create(-0.356563782) + polynomial * t;
        polynomial = Vector256.Create(0.319381530) + polynomial * t;
        var tail = Scale * Vector256.Exp(-x * x / 2) * t * polynomial;
        return Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(x, Vector256<double>.Zero), Vector256<double>.One - tail, tail);
    }

    /// <summary>The inverse of <see cref="Below(double)"/>, by bisection.</summary>
    public static double Quantile(double probability)
    {
        var (low, high) = (-10.0, 10.0);
        for (var step = 0; step < 50; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = Below(middle) < probability ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
