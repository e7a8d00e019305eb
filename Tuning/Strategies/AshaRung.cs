using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Strategies;

/// <summary>The trials that reached a number of epochs, in layers.</summary>
internal sealed class AshaRung(Direction[] directions)
{
    private readonly Dictionary<int, double[]> _trials = [];
    private readonly NonDominatedSorting<int> _layers = new(directions);

    public int Count => _layers.Count;

    public bool Has(int trial) => _trials.ContainsKey(trial);

    /// <summary>What a trial was compared by; null where it is not here.</summary>
    public double[]? Values(int trial) => _trials.GetValueOrDefault(trial);

    /// <inheritdoc cref="NonDominatedSorting{T}.Ahead"/>
    public int Ahead(double[] values) => _layers.Ahead(values);

    /// <summary>How many are in layers before that of a trial that is here.</summary>
    public int Ahead(int trial) => _layers.Ahead(_trials[trial]);

    /// <summary>Takes a trial in; one that is there stays as it was.</summary>
    public void Add(int trial, double[] values)
    {
        if (_trials.TryAdd(trial, values))
            _layers.Add(trial, values);
    }

    /// <returns>Whether it was here.</returns>
    public bool Remove(int trial)
    {
        if (!_trials.Remove(trial, out var values))
            return false;
        _layers.Remove(trial, values);
        return true;
    }
}
