using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Strategies;

/// <summary>The trials that reached a number of epochs, in layers.</summary>
internal sealed class AshaRung(Direction[] directions)
{
    private readonly HashSet<int> _trials = [];
    private readonly Layers _layers = new(directions);

    public int Count => _layers.Count;

    public bool Has(int trial) => _trials.Contains(trial);

    /// <inheritdoc cref="Layers.Ahead"/>
    public int Ahead(double[] values) => _layers.Ahead(values);

    /// <summary>Takes a trial in; one that is there stays as it was.</summary>
    public void Add(int trial, double[] values)
    {
        if (_trials.Add(trial))
            _layers.Add(values);
    }
}
