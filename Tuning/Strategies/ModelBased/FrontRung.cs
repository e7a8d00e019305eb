using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// A number of epochs at which trials are judged: the trials that reached it, in non-dominated layers, and what that predicts of their
/// final results.
/// </summary>
/// <param name="epochs">0 before training: then the configuration is all that speaks.</param>
/// <param name="costs">That trials are compared on.</param>
/// <param name="configured">Terms of the configuration that its model looks at; none once a curve speaks.</param>
internal sealed class FrontRung(int epochs, int costs, int configured = 0)
{
    // Before three epochs there are no last two thirds.
    private const int Thirds = 3;

    // Of trials that guess, before any has ended: half of the images wrong, give or take a factor of two or three. Chosen on LCBench tasks
    // that the benchmark does not use.
    private const double EndOfGuessing = 4, NoiseOfGuessing = 0.2;

    // Of any network before it is trained: a third of the images wrong, give or take a factor of three.
    private const double EndOfAny = 3.5, NoiseOfAny = 0.2;

    private readonly Dictionary<int, double[]> _there = [];
    private readonly HashSet<int> _parked = [];
    private readonly NonDominatedSorting<int> _layers = new([.. Enumerable.Repeat(Direction.Minimise, costs + 1)]);

    public int Epochs => epochs;

    /// <summary>Whether there is enough of the curve to say how far it fell.</summary>
    public bool KnowsFall => epochs >= Thirds;

    /// <summary>What the rung says of the end of trials that have learned something.</summary>
    public EndModel Model { get; private set; } = epochs == 0 ? new(EndOfAny, NoiseOfAny, configured) : new();

    /// <summary>What is expected of those that have not: their size alone tells them apart.</summary>
    public EndModel OfGuessing { get; } = new(EndOfGuessing, NoiseOfGuessing);

    /// <summary>What becomes of trials that still guess here.</summary>
    public Recovery Recovery { get; } = new();

    /// <summary>
    /// Takes in the end of a trial that went there. Of one that guessed here the others learn too how little its error meant.
    /// </summary>
    public void Teach(FrontTrial trial)
    {
        var features = FeaturesOf(trial);
        ModelOf(features).Add(features, trial.LogError);
        if (features.IsGuessing)
            Model.Add(new(trial.LogErrorAt(epochs), trial.Size, Fell: 0), trial.LogError);
    }

    /// <summary>Before training: looks at other terms of the configuration from now on. It has to be taught again.</summary>
    public void Renew(int terms) => Model = new(EndOfAny, NoiseOfAny, terms);

    public EndModel ModelOf(Features features) => features.IsGuessing ? OfGuessing : Model;

    public bool Has(int trial) => _there.ContainsKey(trial);

    /// <summary>The trials that are parked here and lead, the first layer's first.</summary>
    /// <inheritdoc cref="NonDominatedSorting{T}.Leading"/>
    public IEnumerable<int> LeadingParked(int reduction) =>
        _parked.Count == 0 ? [] : _layers.Leading(reduction).SelectMany(layer => layer.Where(_parked.Contains));

    public void Park(FrontTrial trial) => _parked.Add(trial.Number);

    public void Unpark(FrontTrial trial) => _parked.Remove(trial.Number);

    /// <summary>Takes in a trial with what it has here; one that is there stays as it was.</summary>
    public void Add(FrontTrial trial)
    {
        if (trial.Costs is not { } known || !_there.TryAdd(trial.Number, [trial.LogErrorAt(epochs), .. known]))
            return;
        _layers.Add(trial.Number, _there[trial.Number]);
    }

    public void Remove(FrontTrial trial)
    {
        if (_there.Remove(trial.Number, out var values))
            _layers.Remove(trial.Number, values);
    }

    /// <summary>Of a trial that has come so far.</summary>
    public Features FeaturesOf(FrontTrial trial) => epochs == 0 ? new(0, trial.Size, 0) { Configured = trial.Configured }
        : FeaturesOf(trial, trial.LogErrorAt(epochs), trial.Size, trial.IsGuessingAt(epochs));

    /// <param name="logError">Of the trial at this rung.</param>
    /// <param name="size">As <see cref="Features.Size"/>.</param>
    public Features FeaturesOf(FrontTrial trial, double logError, double size, bool isGuessing) => isGuessing
        ? new(0, size, 0) { IsGuessing = true }
        : new(logError, size, KnowsFall ? trial.LogErrorAt(epochs / Thirds) - logError : 0);
}
