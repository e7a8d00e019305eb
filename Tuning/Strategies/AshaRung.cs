using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Strategies;

/// <summary>The trials that reached a number of epochs, in layers.</summary>
/// <param name="isUnknownWorst">As <see cref="NonDominatedSorting{T}.IsUnknownWorst"/>.</param>
internal sealed class AshaRung(Direction[] directions, bool isUnknownWorst)
{
    private readonly Dictionary<int, double[]> _trials = [];
    private readonly NonDominatedSorting<int> _layers = new(directions) { IsUnknownWorst = isUnknownWorst };

    public int Count => _layers.Count;

    public bool Has(int trial) => _trials.ContainsKey(trial);

    /// <summary>The values that a trial was compared by; null if it is not at this rung.</summary>
    public double[]? Values(int trial) => _trials.GetValueOrDefault(trial);

    /// <inheritdoc cref="NonDominatedSorting{T}.Ahead"/>
    public int Ahead(double[] values) => _layers.Ahead(values);

    /// <summary>How many trials are in better layers than a trial of this rung.</summary>
    public int Ahead(int trial) => _layers.Ahead(_trials[trial]);

    /// <summary>Adds a trial; does nothing if it is already here.</summary>
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
