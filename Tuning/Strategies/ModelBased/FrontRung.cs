using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>A number of epochs at which trials are judged: who was there, in layers, and what that says of the end.</summary>
/// <param name="costs">That trials are compared on.</param>
internal sealed class FrontRung(int epochs, int costs)
{
    // Before three epochs there are no last two thirds.
    private const int Thirds = 3;

    private readonly Dictionary<int, double[]> _there = [];
    private readonly Layers<FrontTrial> _layers = new([.. Enumerable.Repeat(Direction.Minimise, costs + 1)]);

    public int Epochs => epochs;

    /// <summary>Whether there is enough of the curve to say how far it fell.</summary>
    public bool KnowsFall => epochs >= Thirds;

    public EndModel Model { get; } = new();

    public bool Has(int trial) => _there.ContainsKey(trial);

    /// <inheritdoc cref="Layers{T}.Leading"/>
    public IEnumerable<IEnumerable<FrontTrial>> Leading(int reduction) => _layers.Leading(reduction);

    /// <summary>Takes in a trial with what it has here; one that is there stays as it was.</summary>
    public void Add(FrontTrial trial)
    {
        if (trial.Costs is not { } known || !_there.TryAdd(trial.Number, [trial.LogErrorAt(epochs), .. known]))
            return;
        _layers.Add(trial, _there[trial.Number]);
    }

    public void Remove(FrontTrial trial)
    {
        if (_there.Remove(trial.Number, out var values))
            _layers.Remove(trial, values);
    }

    /// <summary>Of a trial that has come so far.</summary>
    public Features FeaturesOf(FrontTrial trial) => FeaturesOf(trial, trial.LogErrorAt(epochs), trial.Size);

    /// <param name="logError">Of the trial at this rung.</param>
    /// <param name="size">As <see cref="Features.Size"/>.</param>
    public Features FeaturesOf(FrontTrial trial, double logError, double size) =>
        new(logError, size, KnowsFall ? trial.LogErrorAt(epochs / Thirds) - logError : 0);
}
