namespace Paretune.Tuning.Analysis;

/// <summary>The standard normal distribution.</summary>
internal static class Normal
{
    /// <summary>Returns the probability below <paramref name="x"/>, accurate to 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26).</summary>
    public static double Below(double x)
    {
        var z = Math.Abs(x) / Math.Sqrt(2);
        var t = 1 / (1 + 0.3275911 * z);
        var tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.Exp(-z * z) / 2;
        return x < 0 ? tail : 1 - tail;
    }
}
