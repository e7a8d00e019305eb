using System.Collections.Immutable;
using System.Globalization;

namespace Paretune.Tuning.Metrics;

/// <summary>A limit on a metric: a maximum for metrics to minimize, a minimum for metrics to maximize.</summary>
public sealed record MetricLimit(Metric Metric, decimal Bound)
{
    public string Key => KeyOf(Metric);

    /// <summary>Returns the limits that are set, in the order of the table.</summary>
    /// <exception cref="InvalidDataException">A limit is on a metric that the table does not have.</exception>
    public static ImmutableArray<MetricLimit> From(Limits limits, MetricTable metrics)
    {
        if (limits.Set.Keys.FirstOrDefault(key => !metrics.Limits.Any(metric => KeyOf(metric) == key)) is { } unknown)
            throw new InvalidDataException($"unknown limit {unknown}; it was written by a newer version of Paretune");
        return [
            .. metrics.Limits.Where(metric => limits.Set.ContainsKey(KeyOf(metric))).Select(
                metric => new MetricLimit(metric, limits.Set[KeyOf(metric)]))];
    }

    /// <summary>Returns the requested limits, together with the search's own limits on other metrics.</summary>
    public static ImmutableArray<MetricLimit> From(Limits asked, SearchSpec spec) =>
        From(new Limits(asked.Set.AddRange(spec.Limits.Set.Where(own => !asked.Set.ContainsKey(own.Key)))), MetricTable.From(spec));

    /// <summary>Returns the limit's key in a search file: <c>macs</c>, or <c>minAccuracy</c> for a metric to maximize.</summary>
    public static string KeyOf(Metric metric) => metric.IsMaximized ? $"min{Capital(metric.Key)}" : metric.Key;

    /// <summary>Returns the limit's name in a query: <c>maxMacs</c> or <c>minAccuracy</c>.</summary>
    public static string QueryOf(Metric metric) => $"{(metric.IsMaximized ? "min" : "max")}{Capital(metric.Key)}";

    /// <summary>Returns the limit's flag in the console: <c>--max-macs</c>.</summary>
    public static string FlagOf(Metric metric) =>
        $"--{string.Concat(QueryOf(metric).Select(letter => char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{letter}"))}";

    /// <summary>
    /// Returns whether the limit excludes a configuration from training. Only a limit on a metric known before training does.
    /// </summary>
    public bool Excludes(Cost cost) => Metric.Known == MetricTime.BeforeTraining && Excludes(Metric.Value(cost));

    /// <summary>Returns whether the limit excludes a trial. A trial without a value is excluded.</summary>
    public bool Excludes(TrialView trial) => IsUnknown(trial) || Excludes(Metric.Value(trial));

    /// <summary>Returns whether the trial has no value of the limited metric.</summary>
    public bool IsUnknown(TrialView trial) => Metric.IsUnknownSize(trial) || Metric.ValueOrNull(trial) is null or double.NaN;

    /// <summary>The condition for being within the limit: "macs ≤ 5".</summary>
    public string Allowed => Format(Metric.IsMaximized ? '≥' : '≤');

    /// <summary>Returns the condition for exceeding the limit: "macs > 5".</summary>
    public override string ToString() => Format(Metric.IsMaximized ? '<' : '>');

    private bool Excludes(double value) => !(Metric.IsMaximized ? value >= (double)Bound : value <= (double)Bound);

    private string Format(char sign) => string.Create(CultureInfo.InvariantCulture, $"{Metric.Key} {sign} {Bound}");

    private static string Capital(string key) => $"{char.ToUpperInvariant(key[0])}{key[1..]}";
}
