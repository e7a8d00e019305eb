using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Searches;

/// <summary>
/// Checks the limits of a search for a model that was counted when it was created, which happens after its trial was added.
/// </summary>
public static class ModelLimits
{
    /// <summary>Why a model of these sizes is not trained in this search; null if it may be, or while nothing was counted.</summary>
    public static string? WhyOver(SearchSpec spec, Cost? cost)
    {
        return spec.Trainer is null || cost is null ? null : WhyOver(spec.Limits, MetricTable.From(spec), cost);
    }

    /// <inheritdoc cref="WhyOver(SearchSpec, Cost?)"/>
    public static string? WhyOver(Limits limits, MetricTable metrics, Cost cost)
    {
        return MetricLimit.From(limits, metrics).FirstOrDefault(limit => limit.Excludes(cost)) is { } over
            ? FormattableString.Invariant(
                $"not trained: the model has {over.Metric.Value(cost)} {over.Metric.Counted}, over the limit of {over.Bound}")
            : null;
    }
}
