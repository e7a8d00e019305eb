using System.Collections.Immutable;
using System.Globalization;

namespace Paretune.Tuning.Metrics;

/// <summary>One limit that is set: the most of a metric that is to shrink, the least of one that is to grow.</summary>
public sealed record MetricLimit(Metric Metric, decimal Bound)
{
    public string Key => KeyOf(Metric);

    /// <summary>The limits that are set, in the table's order.</summary>
    /// <exception cref="InvalidDataException">One is on a metric that the table has not.</exception>
    public static ImmutableArray<MetricLimit> From(Limits limits, MetricTable metrics)
    {
        if (limits.Set.Keys.FirstOrDefault(key => !metrics.Limits.Any(metric => KeyOf(metric) == key)) is { } unknown)
            throw new InvalidDataException($"unknown limit {unknown}; it was written by a newer version of Paretune");
        return [
            .. metrics.Limits.Where(metric => limits.Set.ContainsKey(KeyOf(metric))).Select(
                metric => new MetricLimit(metric, limits.Set[KeyOf(metric)]))];
    }

    /// <summary>Those that are asked for, and those of the search that they do not replace.</summary>
    public static ImmutableArray<MetricLimit> From(Limits asked, SearchSpec spec) =>
        From(new Limits(asked.Set.AddRange(spec.Limits.Set.Where(own => !asked.Set.ContainsKey(own.Key)))), MetricTable.From(spec));

    /// <summary>As search files name the limit: <c>macs</c>, or <c>minAccuracy</c> of what is to grow.</summary>
    public static string KeyOf(Metric metric) => metric.IsMaximised ? $"min{Capital(metric.Key)}" : metric.Key;

    /// <summary>As queries name it: <c>maxMacs</c> or <c>minAccuracy</c>.</summary>
    public static string QueryOf(Metric metric) => $"{(metric.IsMaximised ? "min" : "max")}{Capital(metric.Key)}";

    /// <summary>As the console's flags name it: <c>--max-macs</c>.</summary>
    public static string FlagOf(Metric metric) =>
        $"--{string.Concat(QueryOf(metric).Select(letter => char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{letter}"))}";

    /// <summary>Whether a configuration need not be trained at all. What only training tells excludes none.</summary>
    public bool Excludes(Cost cost) => Metric.Known == MetricTime.BeforeTraining && Excludes(Metric.Value(cost));

    /// <summary>What is not known is not within.</summary>
    public bool Excludes(TrialView trial) => Excludes(Metric.Value(trial));

    /// <summary>What stays within the limit: "macs ≤ 5".</summary>
    public string Allowed => Told(Metric.IsMaximised ? '≥' : '≤');

    /// <summary>What does not: "macs > 5".</summary>
    public override string ToString() => Told(Metric.IsMaximised ? '<' : '>');

    private bool Excludes(double value) => !(Metric.IsMaximised ? value >= (double)Bound : value <= (double)Bound);

    private string Told(char sign) => string.Create(CultureInfo.InvariantCulture, $"{Metric.Key} {sign} {Bound}");

    private static string Capital(string key) => $"{char.ToUpperInvariant(key[0])}{key[1..]}";
}
