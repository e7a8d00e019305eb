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
        var measured = record.Trials.Where(trial => trial.Network == network && trial.Latency is not null).ToList();
        var own = measured.Where(trial => trial.MeasuredOn == silo).ToList();
        var used = own.Count >= Fewest ? own : measured;
        if (used.Count < Fewest || Through(used) is not { } line)
            return null;
        var (predicted, error) = line.At(cost.Macs);
        var least = predicted - Math.Max(StandardErrors * error, LeastMargin * predicted);
        return least <= (double)limit ? null
            : FormattableString.Invariant($"not trained: its MACs predict a latency of {predicted:0.###} ms, at least {least:0.###} ms, ")
                + FormattableString.Invariant($"from {used.Count} trials that were measured, over the limit of {limit}");
    }

    /// <summary>By least squares; null where MACs do not tell the latency.</summary>
    private static Line? Through(List<TrialRecord> trials)
    {
        var (macs, latency) = (trials.Average(trial => (double)trial.Cost.Macs), trials.Average(trial => trial.Latency!.Value));
        var spread = trials.Sum(trial => (trial.Cost.Macs - macs) * (trial.Cost.Macs - macs));
        var slope = spread > 0 ? trials.Sum(trial => (trial.Cost.Macs - macs) * (trial.Latency!.Value - latency)) / spread : 0;
        if (slope <= 0)
            return null;
        var residuals = trials.Select(trial => trial.Latency!.Value - latency - slope * (trial.Cost.Macs - macs));
        return new(trials.Count, macs, latency, slope, spread, residuals.Sum(one => one * one) / (trials.Count - 2));
    }

    /// <param name="Spread">Sum of the squared distances of the MACs from their mean.</param>
    /// <param name="Variance">Of what the line leaves unexplained.</param>
    private sealed record Line(int Count, double MeanMacs, double MeanLatency, double Slope, double Spread, double Variance)
    {
        /// <summary>The prediction, and the standard error of a single measurement there.</summary>
        public (double Predicted, double Error) At(double macs) => (
            MeanLatency + Slope * (macs - MeanMacs),
            Math.Sqrt(Variance * (1 + 1.0 / Count + (macs - MeanMacs) * (macs - MeanMacs) / Spread)));
    }
}
