using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// A number of epochs at which trials are judged: the trials that reached it, in non-dominated layers, and what that predicts of their
/// final results.
/// </summary>
/// <param name="epochs">0 before training, when only the configuration is known.</param>
/// <param name="costs">The number of costs that trials are compared on.</param>
/// <param name="configured">The configuration terms that its model uses; none once there is a curve.</param>
internal sealed class FrontRung(int epochs, int costs, int configured = 0)
{
    // With fewer than three epochs there are no last two thirds.
    private const int Thirds = 3;

    // Prior for trials that guess: half of the images wrong, give or take a factor of two or three. Chosen on LCBench tasks that the
    // benchmark does not use.
    private const double EndOfGuessing = 4, NoiseOfGuessing = 0.2;

    // Prior for any network before training: a third of the images wrong, give or take a factor of three.
    private const double EndOfAny = 3.5, NoiseOfAny = 0.2;

    private readonly Dictionary<int, double[]> _there = [];
    private readonly HashSet<int> _parked = [];
    private readonly NonDominatedSorting<int> _layers = new([.. Enumerable.Repeat(Direction.Minimize, costs + 1)]);

    public int Epochs => epochs;

    /// <summary>Whether the curve is long enough to tell how far the error fell.</summary>
    public bool KnowsFall => epochs >= Thirds;

    /// <summary>The model for trials that have learned something.</summary>
    public FinalErrorModel Model { get; private set; } = epochs == 0 ? new(EndOfAny, NoiseOfAny, configured) : new();

    /// <summary>The model for trials that have not: they differ only in their size.</summary>
    public FinalErrorModel OfGuessing { get; } = new(EndOfGuessing, NoiseOfGuessing);

    /// <summary>How often trials that still guess here recover.</summary>
    public Recovery Recovery { get; } = new();

    /// <summary>
    /// Adds the final result of a completed trial. A trial that was at chance level here is also added to the data of the other model,
    /// which then learns how little its error meant.
    /// </summary>
    public void Teach(FrontTrial trial)
    {
        var features = FeaturesOf(trial);
        ModelOf(features).Add(features, trial.LogError);
        if (features.IsGuessing)
            Model.Add(new(trial.LogErrorAt(epochs), trial.Size, Fell: 0), trial.LogError);
    }

    /// <summary>For the rung before training: uses other configuration terms from now on, and must be taught again.</summary>
    public void Renew(int terms) => Model = new(EndOfAny, NoiseOfAny, terms);

    public FinalErrorModel ModelOf(Features features) => features.IsGuessing ? OfGuessing : Model;

    public bool Has(int trial) => _there.ContainsKey(trial);

    /// <summary>The trials that are parked here and lead, the first layer's first.</summary>
    /// <inheritdoc cref="NonDominatedSorting{T}.Leading"/>
    public IEnumerable<int> LeadingParked(int reduction) =>
        _parked.Count == 0 ? [] : _layers.Leading(reduction).SelectMany(layer => layer.Where(_parked.Contains));

    public void Park(FrontTrial trial) => _parked.Add(trial.Number);

    public void Unpark(FrontTrial trial) => _parked.Remove(trial.Number);

    /// <summary>Adds a trial with its values at this rung; does nothing if it is already here.</summary>
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

    /// <summary>The features of a trial that reached this rung.</summary>
    public Features FeaturesOf(FrontTrial trial) => epochs == 0 ? new(0, trial.Size, 0) { Configured = trial.Configured }
        : FeaturesOf(trial, trial.LogErrorAt(epochs), trial.Size, trial.IsGuessingAt(epochs));

    /// <param name="logError">Of the trial at this rung.</param>
    /// <param name="size">As <see cref="Features.Size"/>.</param>
    public Features FeaturesOf(FrontTrial trial, double logError, double size, bool isGuessing) => isGuessing
        ? new(0, size, 0) { IsGuessing = true }
        : new(logError, size, KnowsFall ? trial.LogErrorAt(epochs / Thirds) - logError : 0);
}
