using System.Collections.Immutable;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Simulation;

/// <summary>
/// How far what is at hand stays behind the truth. At a size limit that is the accuracy of the best candidate within it, less that of the
/// best one at hand.
/// </summary>
public interface ILostMeasure
{
    /// <param name="atHand">The accuracy of each candidate so far; 0 where it has none.</param>
    Lost At(ReadOnlySpan<double> atHand);

    /// <summary>
    /// Against the costs among a search's objectives that are known of the candidates; against MACs where it has none. Where no cost tells
    /// candidates apart, against the best of all.
    /// </summary>
    static ILostMeasure Of(ITruth truth, Objectives objectives)
    {
        double[] accuracy = [.. new FinalTruth(truth).Accuracy];
        double[][] costs = [.. objectives.Costs.Select(metric => Column(truth, metric)).OfType<double[]>()];
        return costs.Length > 1 ? new PointsLostOfSeveral(accuracy, costs)
            : PointsLost.Of(accuracy, costs is [var one] ? one : Column(truth, MetricTable.Default["macs"])!);
    }

    /// <summary>A cost of each candidate; null where it is not known of all.</summary>
    private static double[]? Column(ITruth truth, Metric metric)
    {
        if (metric.Known == MetricTime.BeforeTraining)
            return [.. truth.Candidates.Select(candidate => metric.Value(candidate.Cost))];
        var latencies = metric.Known == MetricTime.End
            ? Enumerable.Range(0, truth.Candidates.Length).Select(truth.Latency).ToImmutableArray() : [null];
        return latencies.All(latency => latency is not null) ? [.. latencies.Select(latency => latency!.Value)] : null;
    }
}

/// <summary>Accuracy lost in points, on average over all size limits and at the worst of them.</summary>
public readonly record struct Lost(double Mean, double Worst);
