namespace Paretune.Tuning.Simulation;

/// <summary>Points lost under limits on one cost, spread log-uniformly.</summary>
public sealed class SingleCostRegret : IRegretMeasure
{
    private const int Limits = 200;
    private const double PointsPerShare = 100;

    private readonly int[] _ascending;
    private readonly double[] _costs, _limits, _best;

    /// <param name="accuracy">The true accuracy of each candidate; 0 if it has none.</param>
    /// <param name="costs">The cost of each candidate.</param>
    /// <param name="range">The lowest and the highest limit; null for the costs of the cheapest and the most expensive candidate.</param>
    public SingleCostRegret(ReadOnlySpan<double> accuracy, double[] costs, (double Least, double Most)? range = null)
    {
        _costs = costs;
        _ascending = [.. Enumerable.Range(0, costs.Length).OrderBy(candidate => costs[candidate])];
        _limits = Spread(range ?? (costs.Min(), costs.Max()));
        _best = new double[_limits.Length];
        Attain(accuracy, _best);
    }

    /// <summary>
    /// Creates the measure with limits from the cheapest candidate to the cheapest one of the highest accuracy, beyond which a limit
    /// changes nothing.
    /// </summary>
    public static SingleCostRegret From(double[] accuracy, double[] costs)
    {
        var best = accuracy.Max();
        return new(accuracy, costs, (costs.Min(), costs.Where((_, candidate) => accuracy[candidate] == best).Min()));
    }

    /// <inheritdoc/>
    public Lost At(ReadOnlySpan<double> atHand)
    {
        Span<double> attained = stackalloc double[Limits];
        attained = attained[.._limits.Length];
        Attain(atHand, attained);
        var (sum, worst) = (0.0, 0.0);
        for (var limit = 0; limit < _limits.Length; limit++)
        {
            var lost = Math.Max(0, _best[limit] - attained[limit]);
            (sum, worst) = (sum + lost, Math.Max(worst, lost));
        }

        return new(sum / _limits.Length * PointsPerShare, worst * PointsPerShare);
    }

    /// <summary>Computes the highest accuracy within each limit; 0 if no candidate is within it.</summary>
    private void Attain(ReadOnlySpan<double> accuracy, Span<double> attained)
    {
        var (at, best) = (0, 0.0);
        for (var limit = 0; limit < _limits.Length; limit++)
        {
            for (; at < _ascending.Length && _costs[_ascending[at]] <= _limits[limit]; at++)
                best = Math.Max(best, accuracy[_ascending[at]]);
            attained[limit] = best;
        }
    }

    private static double[] Spread((double Least, double Most) range) => range.Least <= 0 || range.Most <= range.Least
        ? [range.Most]
        : [.. Enumerable.Range(0, Limits).Select(limit =>
            limit == Limits - 1 ? range.Most : range.Least * Math.Pow(range.Most / range.Least, limit / (Limits - 1.0)))];
}
