namespace Paretune.Tuning.Analysis;

/// <summary>
/// Estimates densities of counted values on a grid: one kernel for each observed cell, and a prior of weight 1 over the whole grid. The
/// bandwidth follows Scott's rule (Scott 1992), as in PED-ANOVA (Watanabe et al. 2023, section 4).
/// </summary>
internal static class GridDensity
{
    // At least 90 % of a kernel lies within its cell, so that neighbouring cells stay apart.
    private const double LeastWidth = 0.5 / 1.64;

    private const double ScottFactor = 1.059, QuartilesOfNormal = 1.34;

    /// <param name="counts">The number of trials in each cell.</param>
    /// <returns>A probability for each cell; they sum to 1.</returns>
    public static double[] Compute(int[] counts, bool isOrdered) => isOrdered ? Ordered(counts) : Words(counts);

    private static double[] Words(int[] counts)
    {
        var (total, kernels) = (counts.Sum() + 1.0, counts.Count(count => count > 0) + 1);
        // A kernel gives its own category weight 1, and every category its share of the prior.
        var share = 1.0 / kernels;
        var own = 1 / (1 + share * counts.Length);
        return [.. counts.Select(count => (count * own + (total - 1) * own * share + 1.0 / counts.Length) / total)];
    }

    private static double[] Ordered(int[] counts)
    {
        var (trials, last) = (counts.Sum(), counts.Length - 1);
        var density = new double[counts.Length];
        var width = Width(counts, trials);
        foreach (var (place, count) in counts.Index().Where(one => one.Item > 0))
            Add(density, place, width, count / (trials + 1.0));
        Add(density, last / 2.0, counts.Length, 1 / (trials + 1.0));
        return density;
    }

    private static double Width(int[] counts, int trials)
    {
        var mean = counts.Index().Sum(one => (double)one.Index * one.Item) / trials;
        var deviation = Math.Sqrt(
            counts.Index().Sum(one => Math.Pow(one.Index - mean, 2) * one.Item) / Math.Max(1, trials - 1));
        var spread = Math.Min((Upper(counts, trials * 3 / 4) - Lower(counts, trials / 4)) / QuartilesOfNormal, deviation);
        return Math.Max(ScottFactor * spread * Math.Pow(trials, -0.2), LeastWidth);
    }

    /// <summary>Returns the first cell by which at least this many trials were seen.</summary>
    private static int Lower(int[] counts, int trials)
    {
        var (seen, first) = (0, Array.FindIndex(counts, count => count > 0));
        for (var place = first; place < counts.Length; place++)
            if (counts[place] > 0 && (seen += counts[place]) >= trials)
                return place;
        return first;
    }

    /// <summary>Returns the first cell by which more trials were seen; if there is none, the last cell with trials.</summary>
    private static int Upper(int[] counts, int trials)
    {
        var seen = 0;
        for (var place = 0; place < counts.Length; place++)
            if (counts[place] > 0 && (seen += counts[place]) > trials)
                return place;
        return Array.FindLastIndex(counts, count => count > 0);
    }

    /// <summary>Adds a normal density truncated to the grid.</summary>
    private static void Add(double[] density, double middle, double width, double weight)
    {
        double Below(double place) => Normal.Below((place - middle) / width);
        var all = Below(density.Length - 0.5) - Below(-0.5);
        for (var place = 0; place < density.Length; place++)
            density[place] += weight * (Below(place + 0.5) - Below(place - 0.5)) / all;
    }
}
