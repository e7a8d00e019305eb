namespace Paretune.Tuning.Searches;

/// <summary>The latencies that a search has measured, as a line for each network, over all machines and on each of them.</summary>
internal sealed class MeasuredLatencies
{
    private readonly Dictionary<string, LatencyLine> _ofNetworks = [];
    private readonly Dictionary<(string Network, string? Silo), LatencyLine> _ofMachines = [];

    // For each trial, its counted measurement.
    private readonly SortedDictionary<int, Measured> _counted = [];

    /// <summary>Takes the current latency of a trial in place of its previous one, if any.</summary>
    public void Take(TrialRecord trial)
    {
        var now = trial.Latency is { } latency ? new Measured(trial.Network, trial.MeasuredOn, trial.Cost.Macs, latency) : null;
        var was = _counted.GetValueOrDefault(trial.Number);
        if (now == was)
            return;
        _counted.Remove(trial.Number);
        if (now is not null)
            _counted.Add(trial.Number, now);
        if (was is not null)
            Renew(was.Network);
        else if (now is not null)
            Add(now);
    }

    /// <summary>A measured trial starts again, or was measured elsewhere. This is rare, so it may take time.</summary>
    // Subtracting a measurement from the sums would leave rounding errors.
    private void Renew(string network)
    {
        _ofNetworks.Remove(network);
        foreach (var key in _ofMachines.Keys.Where(key => key.Network == network).ToList())
            _ofMachines.Remove(key);
        foreach (var one in _counted.Values.Where(one => one.Network == network))
            Add(one);
    }

    private void Add(Measured one)
    {
        if (!_ofNetworks.TryGetValue(one.Network, out var all))
            _ofNetworks.Add(one.Network, all = new());
        if (!_ofMachines.TryGetValue((one.Network, one.Silo), out var own))
            _ofMachines.Add((one.Network, one.Silo), own = new());
        all.Add(one.Macs, one.Latency);
        own.Add(one.Macs, one.Latency);
    }

    /// <summary>
    /// The line for one machine if enough of the network was measured there, else over all machines; null if too little was measured.
    /// </summary>
    /// <param name="silo">Null if it is not known.</param>
    public LatencyLine? Fit(string network, string? silo, int fewest) =>
        silo is not null && _ofMachines.GetValueOrDefault((network, silo)) is { } own && own.Count >= fewest ? own
        : _ofNetworks.GetValueOrDefault(network) is { } all && all.Count >= fewest ? all : null;

    private sealed record Measured(string Network, string? Silo, double Macs, double Latency);
}
