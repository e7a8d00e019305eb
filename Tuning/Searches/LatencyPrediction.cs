using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Searches;

/// <summary>
/// What the latency of a model will be, before it is trained: a line over MACs through the latencies that this search has measured, of
/// trials of the same network and, once there are enough of them, on the same machine.
/// </summary>
internal static class LatencyPrediction
{
    /// <summary>From fewer measured trials nothing is predicted, so that none is refused.</summary>
    public const int Fewest = 5;

    // Refused is only what would be over the limit if it were that much below its prediction: the greater of two standard errors and a
    // tenth, since MACs alone do not tell a latency to less.
    private const double StandardErrors = 2, LeastMargin = 0.1;

    /// <summary>
    /// Why a configuration is not trained in a search with a limit on latency; null where it may be within it, and while too little was
    /// measured to say.
    /// </summary>
    /// <param name="silo">That would train and measure it; null where that is not known.</param>
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
