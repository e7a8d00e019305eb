using System.Collections.Immutable;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Fronts;

/// <summary>
/// From the cheapest to the most expensive that a search may try, for each of its costs. It is the space's, counted before any training;
/// of a cost that only training tells, that of the trials so far, up to the search's limit where it has one. What is drawn of a space
/// does not move it.
/// </summary>
public sealed class CostRanges(Objectives objectives, IReadOnlyCollection<MetricLimit> limits)
{
    private readonly double[] _least = NoNumbers(objectives), _most = NoNumbers(objectives);
    private readonly bool[] _isCounted = new bool[objectives.Costs.Length];

    public static CostRanges From(SearchSpec spec) => new(Objectives.From(spec), MetricLimit.From(spec.Limits, MetricTable.From(spec)));

    /// <summary>Grows with every change.</summary>
    public int Version { get; private set; }

    /// <summary>Takes over what was counted of the space, within the search's limits.</summary>
    public void Count(Cost least, Cost most)
    {
        foreach (var (i, metric) in objectives.Costs.Index())
        {
            if (!(metric.Value(least) > 0 && metric.Value(most) > 0))
                continue;
            (_least[i], _most[i], _isCounted[i]) = (metric.Value(least), metric.Value(most), true);
            Version++;
        }
    }

    /// <summary>Takes in a configuration of a space that was not counted.</summary>
    public void Include(Cost cost) => Include(metric => metric.Value(cost));

    /// <inheritdoc cref="Include(Cost)"/>
    public void Include(TrialView trial) => Include(metric => metric.Value(trial));

    /// <summary>The axes of the costs in their order, those included on which all candidates are equal.</summary>
    public ImmutableArray<CostAxis> Axes =>
        [.. objectives.Costs.Select((metric, i) => new CostAxis(Log(metric, _least[i]), Log(metric, Most(i)), _isCounted[i]))];

    private double Most(int cost)
    {
        var limit = limits.FirstOrDefault(limit => limit.Metric == objectives.Costs[cost]);
        return limit is null || _isCounted[cost] ? _most[cost] : Math.Max(_least[cost], (double)limit.Bound);
    }

    private void Include(Func<Metric, double> value)
    {
        foreach (var (i, metric) in objectives.Costs.Index())
            if (!_isCounted[i] && value(metric) is > 0 and var one && !(one >= _least[i] && one <= _most[i]))
                (_least[i], _most[i], Version) = (double.MinNumber(_least[i], one), double.MaxNumber(_most[i], one), Version + 1);
    }

    private static double Log(Metric metric, double value) => Math.Log2(Math.Max(metric.Format.Least, value));

    private static double[] NoNumbers(Objectives objectives) => [.. objectives.Costs.Select(_ => double.NaN)];
}

/// <summary>The range of one cost, as logarithms to base 2. NaN while nothing is known of it.</summary>
/// <param name="IsCounted">Whether it is that of the space, which no trial moves.</param>
public readonly record struct CostAxis(double Least, double Most, bool IsCounted = false)
{
    /// <summary>Whether the axis tells candidates apart.</summary>
    public bool HasLength => Most > Least;

    /// <summary>
    /// Where a cost lies: 0 for the cheapest candidate's and below, 1 for the most expensive's, more beyond it. 0 where all are equal.
    /// </summary>
    /// <param name="log">The cost's logarithm to base 2.</param>
    public double Place(double log) => HasLength ? Math.Max(0, (log - Least) / (Most - Least)) : 0;
}
