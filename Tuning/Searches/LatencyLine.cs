namespace Paretune.Tuning.Searches;

/// <summary>
/// A least-squares line through latencies over MACs. It is stored as means and sums of products about them, so that adding a trial takes
/// constant time (Welford, "Note on a method for calculating corrected sums of squares and products", 1962).
/// </summary>
internal sealed class LatencyLine
{
    private double _meanMacs, _meanLatency;

    // Sums of squares and of products of the distances from the means.
    private double _spread, _products, _squares;

    public int Count { get; private set; }

    /// <summary>Milliseconds per MAC; not above 0 if MACs do not predict the latency.</summary>
    public double Slope => _spread > 0 ? _products / _spread : 0;

    public void Add(double macs, double latency)
    {
        Count++;
        var (fromMacs, fromLatency) = (macs - _meanMacs, latency - _meanLatency);
        _meanMacs += fromMacs / Count;
        _meanLatency += fromLatency / Count;
        _spread += fromMacs * (macs - _meanMacs);
        _squares += fromLatency * (latency - _meanLatency);
        _products += fromMacs * (latency - _meanLatency);
    }

    /// <summary>The prediction, and the standard error of a single measurement there.</summary>
    public (double Predicted, double Error) At(double macs)
    {
        var variance = Math.Max(0, _squares - Slope * _products) / (Count - 2);
        var from = macs - _meanMacs;
        return (_meanLatency + Slope * from, Math.Sqrt(variance * (1 + 1.0 / Count + from * from / _spread)));
    }
}
