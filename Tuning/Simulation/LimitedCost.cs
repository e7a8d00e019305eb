using System.Collections.Immutable;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Simulation;

/// <summary>A cost on which limits are set to measure points lost, with its value for each candidate.</summary>
internal sealed record LimitedCost(Metric Metric, double[] Values)
{
    private static Metric Macs => MetricTable.Default["macs"];

    /// <summary>
    /// Returns the costs among a search's objectives that are known of all candidates, in their order; MACs if there are none. Empty if no
    /// cost differs between candidates, because a limit would then change nothing.
    /// </summary>
    public static ImmutableArray<LimitedCost> From(ITruth truth, Objectives objectives)
    {
        ImmutableArray<LimitedCost> known =
            [.. objectives.Costs.Select(metric => From(truth, metric)).OfType<LimitedCost>().DefaultIfEmpty(From(truth, Macs)!)];
        return known.Any(cost => cost.Values.Distinct().Count() > 1) ? known : [];
    }

    /// <summary>Returns null if the metric is not known of all candidates.</summary>
    private static LimitedCost? From(ITruth truth, Metric metric)
    {
        if (metric.Known == MetricTime.BeforeTraining)
            return new(metric, [.. truth.Candidates.Select(candidate => metric.Value(candidate.Cost))]);
        var latencies = metric.Known == MetricTime.End
            ? Enumerable.Range(0, truth.Candidates.Length).Select(truth.Latency).ToImmutableArray() : [null];
        return latencies.All(latency => latency is not null) ? new(metric, [.. latencies.Select(latency => latency!.Value)]) : null;
    }
}
