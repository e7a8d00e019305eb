using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Simulation;

/// <summary>
/// Points lost where limits are set on several costs at once: 4,096 of them, spread evenly over the logarithms of the costs from those of
/// the cheapest candidate to those of the most expensive; the last has no limit.
/// </summary>
internal sealed class PointsLostOfSeveral : ILostMeasure
{
    private const double PointsPerShare = 100, Tiny = 1e-12;

    /// <summary>Candidates within each limit.</summary>
    private readonly int[][] _within;
    private readonly double[] _best;

    /// <param name="accuracy">Of each candidate in truth; 0 where it has none.</param>
    /// <param name="costs">A column for each cost, with a row for each candidate.</param>
    public PointsLostOfSeveral(double[] accuracy, double[][] costs)
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

    /// <summary>From 0, the cheapest, to 1, the most expensive.</summary>
    private static double[] Places(double[] costs)
    {
        var (least, most) = (Math.Log(Math.Max(Tiny, costs.Min())), Math.Log(Math.Max(Tiny, costs.Max())));
        return [.. costs.Select(cost => most > least ? (Math.Log(Math.Max(Tiny, cost)) - least) / (most - least) : 0)];
    }

    private static int[] Within(double[][] places, double[][] limits, int limit) =>
        [.. Enumerable.Range(0, places[0].Length).Where(candidate => !places.Where((axis, i) => axis[candidate] > limits[i][limit]).Any())];
}
