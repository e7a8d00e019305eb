namespace Paretune.Bench;

internal static class Statistics
{
    /// <summary>Returns the 99th percentile.</summary>
    public static double P99(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)(sorted.Length * 0.99)];
    }

    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    /// <summary>Returns a quantile with linear interpolation between neighbouring values.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        var place = share * (sorted.Length - 1);
        var (below, above) = (sorted[(int)place], sorted[Math.Min((int)place + 1, sorted.Length - 1)]);
        return below == above ? below : below + (above - below) * (place - (int)place);
    }

    public static Quartiles Quartiles(IReadOnlyCollection<double> values) => new(Quantile(values, 0.25), Quantile(values, 0.75));
}
