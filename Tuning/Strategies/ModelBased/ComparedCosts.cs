using System.Collections.Immutable;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// The costs that trials are compared on: those of the search's objectives that are known while a trial trains. A latency is measured when
/// a trial is over; until then MACs are used instead.
/// </summary>
internal sealed class ComparedCosts
{
    // Sizes within this ratio count as equal; otherwise noise would decide.
    private const double Equal = 1.02;

    // The length of the scale if all sizes are the same: later trials may be ten times as large, or a tenth.
    private static readonly double Alone = Math.Log(100);

    private readonly bool _areKnown;
    private bool _isCounted;
    private double[]? _least, _most, _first;

    // For the most important cost, as logarithms: the zero of the sizes, and their unit.
    private (double Middle, double Length)? _scale;
    private readonly bool _hasOneScale;

    /// <summary>Increases whenever the range grows.</summary>
    public int Version { get; private set; }

    /// <param name="hasOneScale">Whether the scale of sizes stays the same when the space grows.</param>
    public ComparedCosts(SearchSpec spec, bool hasOneScale)
    {
        _hasOneScale = hasOneScale;
        var costs = Objectives.From(spec).Costs;
        ImmutableArray<Metric> known = [.. costs.Where(metric => metric.Known != MetricTime.End)];
        Metrics = known.IsEmpty && !costs.IsEmpty ? [MetricTable.From(spec)["macs"]] : known;
        _areKnown = spec.Trainer is null;
    }

    public ImmutableArray<Metric> Metrics { get; }

    /// <summary>Whether the costs of each configuration, and their range, are known before any training.</summary>
    public bool AreKnownBefore => Metrics.IsEmpty || (_areKnown && _isCounted);

    /// <summary>The costs of a trial; null while they are not known, as before the first report of a custom trainer.</summary>
    /// <param name="counted">The cost from a report.</param>
    public double[]? Compute(Cost cost, Cost? counted = null) => Metrics.IsEmpty ? []
        : _areKnown || counted is not null ? [.. Metrics.Select(metric => metric.Value(counted ?? cost))] : null;

    /// <summary>Uses the counted range of the space.</summary>
    public void On(SpaceCounted counted)
    {
        if (counted is { Least: { } least, Most: { } most })
            Count(least, most);
    }

    /// <inheritdoc cref="On"/>
    public void Count(Cost least, Cost most)
    {
        (_least, _most, _isCounted, Version) = (Compute(least, least), Compute(most, most), true, Version + 1);
        if (_least is [var low, ..] && (_scale is null || !_hasOneScale))
            _scale = ((Log(low) + Log(_most![0])) / 2, _hasOneScale && _most[0] <= low ? Alone : Log(_most[0]) - Log(low));
    }

    /// <summary>Adds the costs of a trial; the range of a space that was not counted is that of its trials.</summary>
    public void Include(double[] costs)
    {
        _first ??= costs;
        if (_isCounted)
            return;
        if (_least is not null && costs.Index().All(cost => cost.Item >= _least[cost.Index] && cost.Item <= _most![cost.Index]))
            return;
        _least = [.. costs.Select((cost, i) => Math.Min(cost, _least?[i] ?? cost))];
        _most = [.. costs.Select((cost, i) => Math.Max(cost, _most?[i] ?? cost))];
        Version++;
    }

    /// <summary>Whether none of one's costs is above the other's; near values count as equal.</summary>
    public static bool IsNoDearer(double[] one, double[] other)
    {
        for (var i = 0; i < one.Length; i++)
            if (one[i] > other[i] * Equal)
                return false;
        return true;
    }

    /// <summary>As <see cref="Features.Size"/>, of the most important cost.</summary>
    public double Size(double[]? costs)
    {
        if (costs is not [var cost, ..])
            return 0;
        if (!_isCounted)
            return _first is null ? 0 : Log(cost) - Log(_first[0]);
        // The standard deviation of a uniform distribution is its length divided by √12.
        return _scale is { Length: > 0 } scale ? (Log(cost) - scale.Middle) / scale.Length * Math.Sqrt(12) : 0;
    }

    /// <summary>How many costs differ between trials.</summary>
    public int Lengths => Enumerable.Range(0, _least?.Length ?? 0).Count(i => _most![i] > _least![i]);

    /// <summary>The places of the costs that differ between trials: 0 for the cheapest of the space, 1 for the most expensive.</summary>
    public double[] Places(double[] costs) => _least is null || _most is null ? [] :
        [.. Enumerable.Range(0, costs.Length).Where(i => _most[i] > _least[i])
            .Select(i => (Log(costs[i]) - Log(_least[i])) / (Log(_most[i]) - Log(_least[i])))];

    private static double Log(double cost) => Math.Log(Math.Max(1, cost));
}
