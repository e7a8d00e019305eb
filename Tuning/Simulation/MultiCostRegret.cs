using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Simulation;

/// <summary>
/// Points lost under limits on several costs at once. There are 4,096 combinations of limits, spread evenly over the logarithms of the
/// costs from the cheapest candidate to the most expensive one; the last combination excludes nothing.
/// </summary>
internal sealed class MultiCostRegret : IRegretMeasure
{
    private const double PointsPerShare = 100, Tiny = 1e-12;

    /// <summary>The candidates within each combination of limits.</summary>
    private readonly int[][] _within;
    private readonly double[] _best;

    /// <param name="accuracy">The true accuracy of each candidate; 0 if it has none.</param>
    /// <param name="costs">One array per cost, with a value for each candidate.</param>
    public MultiCostRegret(double[] accuracy, double[][] costs)
    {
        double[][] places = [.. costs.Select(Places)];
        var limits = SizeScore.EvenLimits(places.Length, SizeScore.Limits);
        foreach (var axis in limits)
            axis[^1] = 1;
        _within = [.. Enumerable.Range(0, SizeScore.Limits).Select(limit => Within(places, limits, limit))];
        _best = [.. _within.Select(candidates => Best(candidates, accuracy))];
    }

    /// <inheritdoc/>
    public Lost At(ReadOnlySpan<double> atHand)
    {
        var (sum, worst) = (0.0, 0.0);
        for (var limit = 0; limit < _best.Length; limit++)
        {
            var lost = Math.Max(0, _best[limit] - Best(_within[limit], atHand));
            (sum, worst) = (sum + lost, Math.Max(worst, lost));
        }

        return new(sum / _best.Length * PointsPerShare, worst * PointsPerShare);
    }

    private static double Best(int[] candidates, ReadOnlySpan<double> accuracy)
    {
        var best = 0.0;
        foreach (var candidate in candidates)
            best = Math.Max(best, accuracy[candidate]);
        return best;
    }

    /// <summary>Maps each cost logarithmically to 0 (cheapest) to 1 (most expensive).</summary>
    private static double[] Places(double[] costs)
    {
        var (least, most) = (Math.Log(Math.Max(Tiny, costs.Min())), Math.Log(Math.Max(Tiny, costs.Max())));
        return [.. costs.Select(cost => most > least ? (Math.Log(Math.Max(Tiny, cost)) - least) / (most - least) : 0)];
    }

    private static int[] Within(double[][] places, double[][] limits, int limit) =>
        [.. Enumerable.Range(0, places[0].Length).Where(candidate => !places.Where((axis, i) => axis[candidate] > limits[i][limit]).Any())];
}
