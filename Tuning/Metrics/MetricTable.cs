using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Metrics;

/// <summary>The metrics of a search, or of every search.</summary>
public sealed class MetricTable(ImmutableArray<Metric> rows)
{
    // Tables with custom metrics are cached, because every report needs its search's table.
    private static readonly ConditionalWeakTable<ImmutableSortedDictionary<string, CustomMetric>, MetricTable> Known = [];

    public static MetricTable Default { get; } = new(BuiltInMetrics.Rows);

    public ImmutableArray<Metric> Rows => rows;

    /// <summary>The metrics that may be objectives.</summary>
    public ImmutableArray<Metric> Objectives { get; } = [.. rows.Where(metric => metric.IsObjective)];

    /// <summary>The metrics that may be limited.</summary>
    public ImmutableArray<Metric> Limits { get; } = [.. rows.Where(metric => metric.IsLimit)];

    /// <exception cref="InvalidDataException">There is no metric with this key; a newer version may have written the search.</exception>
    public Metric this[string key] =>
        rows.FirstOrDefault(metric => metric.Key == key)
            ?? throw new InvalidDataException(Spelling.Unknown("metric", key, [.. rows.Select(metric => metric.Key)]));

    /// <summary>The metrics of a search.</summary>
    public static MetricTable From(SearchSpec spec) => From(spec.Metrics);

    /// <summary>Returns the metrics of every search, followed by a search's custom metrics.</summary>
    public static MetricTable From(ImmutableSortedDictionary<string, CustomMetric>? own) => own is null ? Default
        : Known.GetValue(own, metrics => new([.. Default.Rows, .. metrics.Select(one => OwnRow(one.Key, one.Value))]));

    private static Metric OwnRow(string name, CustomMetric own) =>
        (own.When == MetricWhen.End
            ? Metric.OfTrial(name, name, trial => Value(trial.Metrics, name))
            : Metric.OfEpoch(name, name, epoch => Value(epoch.Own, name))) with
        {
            Direction = own.Goal == MetricGoal.Maximize ? Direction.Maximize : Direction.Minimize,
            Format = own is { Min: 0, Max: 1, Unit: null } ? MetricFormat.Share : MetricFormat.Number(own.Unit, own.Max),
            IsInTables = true,
            IsObjective = true,
            IsLimit = true,
        };

    private static double? Value(ImmutableSortedDictionary<string, double>? metrics, string name) =>
        metrics?.TryGetValue(name, out var value) == true ? value : null;

    /// <summary>Returns the metrics that tables of trials show to people.</summary>
    /// <param name="trials">The trials of the table; null for a table without known trials.</param>
    public ImmutableArray<Metric> InTables(IReadOnlyCollection<string> objectives, IReadOnlyCollection<TrialView>? trials = null) =>
    [
        .. rows.Where(metric => metric.IsInTables || objectives.Contains(metric.Key)
            || (metric.IsInTablesWhereKnown && trials?.Any(trial => metric.ValueOrNull(trial) is not null) == true)),
    ];

    /// <summary>
    /// Returns the metrics that charts may use as the axis beside the goal: all costs known before training, and the objectives.
    /// </summary>
    public ImmutableArray<Metric> Axes(SearchSpec spec) => Axes(Metrics.Objectives.From(spec), isOfNetworks: spec.Trainer is null);

    /// <inheritdoc cref="Axes(SearchSpec)"/>
    internal ImmutableArray<Metric> Axes(Objectives objectives, bool isOfNetworks) =>
    [
        .. rows.Where(metric => metric is { IsCost: true, Known: MetricTime.BeforeTraining } || objectives.All.Contains(metric))
            .Where(metric => metric != objectives.Goal && (isOfNetworks || !metric.IsOfNetworks))
            .OrderByDescending(metric => metric.IsMainCost),
    ];

    /// <summary>
    /// Returns the cost to chart trials against if their search is not known: the main cost, or another if no trial has it.
    /// </summary>
    public Metric MainCost(IEnumerable<TrialView> trials) =>
        rows.Where(metric => metric.IsCost).OrderByDescending(metric => metric.IsMainCost)
        .First(metric => !metric.IsMainCost || trials.Any(trial => metric.Value(trial) > 0));

    /// <summary>Returns the objectives of a search that names none.</summary>
    /// <param name="isOfNetworks">Whether the search trains Paretune's own networks.</param>
    public ImmutableArray<string> DefaultObjectives(bool isOfNetworks) =>
        [.. rows.Where(metric => metric.IsDefaultObjective && (isOfNetworks || !metric.IsOfNetworks)).Select(metric => metric.Key)];
}
