using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Metrics;

/// <summary>The metrics there are.</summary>
public sealed class MetricTable(ImmutableArray<Metric> rows)
{
    // A search's own are asked for with each report.
    private static readonly ConditionalWeakTable<ImmutableSortedDictionary<string, CustomMetric>, MetricTable> Known = [];

    public static MetricTable Default { get; } = new(BuiltInMetrics.Rows);

    public ImmutableArray<Metric> Rows => rows;

    /// <summary>Those that may be objectives.</summary>
    public ImmutableArray<Metric> Objectives { get; } = [.. rows.Where(metric => metric.IsObjective)];

    /// <summary>Those that may be limited.</summary>
    public ImmutableArray<Metric> Limits { get; } = [.. rows.Where(metric => metric.IsLimit)];

    /// <exception cref="InvalidDataException">There is none of that key: a search of a newer version names it.</exception>
    public Metric this[string key] =>
        rows.FirstOrDefault(metric => metric.Key == key)
            ?? throw new InvalidDataException(Spelling.Unknown("metric", key, [.. rows.Select(metric => metric.Key)]));

    /// <summary>The metrics of a search.</summary>
    public static MetricTable From(SearchSpec spec) => From(spec.Metrics);

    /// <summary>Those that every search has, and those that one names itself.</summary>
    public static MetricTable From(ImmutableSortedDictionary<string, CustomMetric>? own) => own is null ? Default
        : Known.GetValue(own, metrics => new([.. Default.Rows, .. metrics.Select(one => OwnRow(one.Key, one.Value))]));

    private static Metric OwnRow(string name, CustomMetric own) =>
        (own.When == MetricWhen.End
            ? Metric.OfTrial(name, name, trial => Value(trial.Metrics, name))
            : Metric.OfEpoch(name, name, epoch => Value(epoch.Own, name))) with
        {
            Direction = own.Goal == MetricGoal.Maximize ? Direction.Maximise : Direction.Minimise,
            Format = own is { Min: 0, Max: 1, Unit: null } ? MetricFormat.Share : MetricFormat.Number(own.Unit, own.Max),
            IsInTables = true,
            IsObjective = true,
            IsLimit = true,
        };

    private static double? Value(ImmutableSortedDictionary<string, double>? metrics, string name) =>
        metrics?.TryGetValue(name, out var value) == true ? value : null;

    /// <summary>What tables of a search's trials show, for people.</summary>
    /// <param name="trials">The trials of the table; null if it is not a table of particular trials.</param>
    public ImmutableArray<Metric> InTables(IReadOnlyCollection<string> objectives, IReadOnlyCollection<TrialView>? trials = null) =>
    [
        .. rows.Where(metric => metric.IsInTables || objectives.Contains(metric.Key)
            || (metric.IsInTablesWhereKnown && trials?.Any(trial => metric.ValueOrNull(trial) is not null) == true)),
    ];

    /// <summary>What trials of a search can be drawn against: what is known of all of them, and its objectives.</summary>
    public ImmutableArray<Metric> Axes(SearchSpec spec) => Axes(Metrics.Objectives.From(spec), isOfNetworks: spec.Trainer is null);

    /// <inheritdoc cref="Axes(SearchSpec)"/>
    internal ImmutableArray<Metric> Axes(Objectives objectives, bool isOfNetworks) =>
    [
        .. rows.Where(metric => metric is { IsCost: true, Known: MetricTime.BeforeTraining } || objectives.All.Contains(metric))
            .Where(metric => metric != objectives.Goal && (isOfNetworks || !metric.IsOfNetworks))
            .OrderByDescending(metric => metric.IsMainCost),
    ];

    /// <summary>The cost to draw trials against that are known without their search: the main one, else another that was counted.</summary>
    public Metric MainCost(IEnumerable<TrialView> trials) =>
        rows.Where(metric => metric.IsCost).OrderByDescending(metric => metric.IsMainCost)
        .First(metric => !metric.IsMainCost || trials.Any(trial => metric.Value(trial) > 0));

    /// <summary>Objectives of a search that names none.</summary>
    /// <param name="isOfNetworks">Whether it trains Paretune's own networks.</param>
    public ImmutableArray<string> DefaultObjectives(bool isOfNetworks) =>
        [.. rows.Where(metric => metric.IsDefaultObjective && (isOfNetworks || !metric.IsOfNetworks)).Select(metric => metric.Key)];
}
