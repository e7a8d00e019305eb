using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Searches;

/// <summary>
/// Predicts the latency of a model before it is trained: a line over MACs through the latencies that this search has measured, for trials
/// of the same network and, once there are enough, on the same machine.
/// </summary>
internal static class LatencyPrediction
{
    /// <summary>With fewer measured trials nothing is predicted, so no configuration is rejected.</summary>
    public const int Fewest = 5;

    // A configuration is rejected only if it would be over the limit even this far below its prediction: the greater of two standard errors
    // and a tenth, because MACs alone do not predict a latency more precisely.
    private const double StandardErrors = 2, LeastMargin = 0.1;

    /// <summary>
    /// Why a configuration is not trained in a search with a limit on latency; null if it may be within the limit, or while too little was
    /// measured.
    /// </summary>
    /// <param name="silo">The silo that would train and measure it; null if it is not known.</param>
    public static string? WhyOver(SearchRecord record, string network, Cost cost, string? silo)
    {
        if (!record.Spec.Limits.Set.TryGetValue(ObjectiveReader.Latency, out var limit) || cost.Macs <= 0)
            return null;
        if (record.Latencies.Fit(network, silo, Fewest) is not { Slope: > 0 } line)
            return null;
        var (predicted, error) = line.At(cost.Macs);
        var least = predicted - Math.Max(StandardErrors * error, LeastMargin * predicted);
        return least <= (double)limit ? null
            : FormattableString.Invariant($"not trained: predicted latency {predicted:0.###} ms (at least {least:0.###} ms), ")
                + FormattableString.Invariant($"from its MACs and {line.Count} measured trials, over the limit of {limit}");
    }
}
