using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Simulation;

/// <summary>
/// How far what is at hand stays behind the truth. At a size limit c that is the accuracy of the best candidate within c, less that of the
/// best one at hand; the limits are spread log-uniformly.
/// </summary>
public sealed class PointsLost
{
    private const int Limits = 200;
    private const double PointsPerShare = 100;

    private readonly int[] _ascending;
    private readonly double[] _costs, _limits, _best;

    /// <param name="accuracy">Of each candidate in truth; 0 where it has none.</param>
    /// <param name="costs">Of each candidate.</param>
    /// <param name="range">The least and the greatest limit; null for the costs of the cheapest and the dearest candidate.</param>
    public PointsLost(ReadOnlySpan<double> accuracy, double[] costs, (double Least, double Most)? range = null)
    {
        _costs = costs;
        _ascending = [.. Enumerable.Range(0, costs.Length).OrderBy(candidate => costs[candidate])];
        _limits = Spread(range ?? (costs.Min(), costs.Max()));
        _best = new double[_limits.Length];
        Attain(accuracy, _best);
    }

    /// <summary>
    /// Against the cost that comes first among a search's objectives; MACs where it has none. The limits reach from the cheapest candidate
    /// to the cheapest of those with the best accuracy: beyond it a limit changes nothing.
    /// </summary>
    public static PointsLost Of(ITruth truth, Objectives objectives)
    {
        var cost = objectives.Costs.FirstOrDefault(metric => metric.Known == MetricTime.BeforeTraining) ?? MetricTable.Default["macs"];
        double[] accuracy = [.. new FinalTruth(truth).Accuracy], costs = [
            .. truth.Candidates.Select(candidate => cost.Value(candidate.Cost))];
        var best = accuracy.Max();
        return new(accuracy, costs, (costs.Min(), costs.Where((_, candidate) => accuracy[candidate] == best).Min()));
    }

    /// <param name="atHand">The accuracy of each candidate so far; 0 where it has none.</param>
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

    /// <summary>The best accuracy within each limit, 0 where nothing is.</summary>
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

/// <summary>Accuracy lost in points, on average over all size limits and at the worst of them.</summary>
public readonly record struct Lost(double Mean, double Worst);
