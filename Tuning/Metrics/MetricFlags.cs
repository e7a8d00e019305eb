using System.Collections.Immutable;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Metrics;

/// <summary>The objectives and limits of a search, as command-line flags and form fields.</summary>
public static class MetricFlags
{
    public static ImmutableArray<SearchFlag> Create(MetricTable metrics) =>
    [
        new(FlagGroup.Goal, "--objectives", "objectives", FlagKind.TextList,
            "Metrics that trials are compared by: accuracy, and the costs to trade it off against, if any.")
        {
            Values = $"accuracy, or several of {string.Join(", ", metrics.Objectives.Select(metric => metric.Key))}",
            Default = $"{string.Join(", ", metrics.DefaultObjectives(isOfNetworks: true))}; "
                + $"{string.Join(", ", metrics.DefaultObjectives(isOfNetworks: false))} with a trainer",
        },
        new(FlagGroup.Goal, "--latency", ObjectiveReader.Latency, FlagKind.Text,
            "Precision of the model file whose latency is measured.")
        {
            Choices = ObjectiveReader.Precisions, Values = Spelling.OneOf(ObjectiveReader.Precisions), Default = "fp32",
            For = OfLatency,
        },
        .. metrics.Limits.Select(Limit),
    ];

    private const string OfLatency = "searches with the objective latency";

    /// <summary>Where a search file has the limit on a metric.</summary>
    public static string PathOf(Metric metric) => $"limits.{MetricLimit.KeyOf(metric)}";

    private static SearchFlag Limit(Metric metric) => new(
        FlagGroup.Goal, MetricLimit.FlagOf(metric), PathOf(metric), FlagKind.Number,
        metric.Known == MetricTime.BeforeTraining
            ? $"Hard limit: configurations with {(metric.IsMaximized ? "less" : "more")} {metric.Help} are never trained."
            : $"Trials with {(metric.IsMaximized ? "less" : "more")} {metric.Help} are never the optimum"
                + $"{(metric.Known == MetricTime.End ? ", and configurations predicted to have more are not trained" : "")}"
                + $"{(metric.Format.Most == 1 ? " (a share, such as 0.6)" : "")}.")
    {
        Title = $"{(metric.IsMaximized ? "Minimum" : "Maximum")} {metric.Counted}",
        Values = ObjectiveReader.BoundRule(metric),
        Default = "no limit",
        For = metric.Key == ObjectiveReader.Latency ? OfLatency : metric.IsOfNetworks ? "searches without a trainer" : null,
    };
}
