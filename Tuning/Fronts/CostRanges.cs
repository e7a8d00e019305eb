using System.Collections.Immutable;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Fronts;

/// <summary>
/// The range of each cost, from the cheapest to the most expensive configuration that a search may try. It is that of the space, counted
/// before any training. For a cost that is known only after training it is that of the trials so far, up to the search's limit if there is
/// one. The draws from a space do not change it.
/// </summary>
public sealed class CostRanges(Objectives objectives, IReadOnlyCollection<MetricLimit> limits)
{
    private readonly double[] _least = NoNumbers(objectives), _most = NoNumbers(objectives);
    private readonly bool[] _isCounted = new bool[objectives.Costs.Length];

    public static CostRanges From(SearchSpec spec) => new(Objectives.From(spec), MetricLimit.From(spec.Limits, MetricTable.From(spec)));

    /// <summary>Increases with every change.</summary>
    public int Version { get; private set; }

    /// <summary>Uses the counted range of the space, within the search's limits.</summary>
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

    /// <summary>Adds a configuration of a space that was not counted.</summary>
    public void Include(Cost cost) => Include(metric => metric.Value(cost));

    /// <inheritdoc cref="Include(Cost)"/>
    public void Include(TrialView trial) => Include(metric => metric.Value(trial));

    /// <summary>The axes of the costs in their order, including those on which all candidates are equal.</summary>
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

/// <summary>The range of one cost, as logarithms to base 2. NaN while it is not known.</summary>
/// <param name="IsCounted">Whether it is that of the space, which trials do not change.</param>
public readonly record struct CostAxis(double Least, double Most, bool IsCounted = false)
{
    /// <summary>Whether candidates differ on the axis.</summary>
    public bool HasLength => Most > Least;

    /// <summary>
    /// The place of a cost: 0 for that of the cheapest candidate and below, 1 for that of the most expensive, more beyond it. 0 if all are
    /// equal.
    /// </summary>
    /// <param name="log">The cost's logarithm to base 2.</param>
    public double Place(double log) => HasLength ? Math.Max(0, (log - Least) / (Most - Least)) : 0;
}
