namespace Paretune.Bench;

/// <summary>One figure. Ratios are of two things measured in turn in the same run, so that a busy machine slows both.</summary>
/// <param name="Goal">The value that is just good enough; null where the figure is for information.</param>
/// <param name="AtMost">Whether less is better.</param>
internal sealed record Row(string Name, double Value, string Unit, double? Goal = null, bool AtMost = false)
{
    public bool? Met => Goal is not { } goal ? null : AtMost ? Value <= goal : Value >= goal;
}

internal static class Statistics
{
    /// <summary>What 99 of 100 values stay within.</summary>
    public static double P99(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)(sorted.Length * 0.99)];
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
