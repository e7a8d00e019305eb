using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// Trains only trials that can still reach the front. The size of every network is known before it is trained, so at a rung the question is
/// whether a trial is still likely to end above every completed one that is not more expensive. If not, it is parked. It resumes as soon as
/// trials that completed since make it likely again. Once nothing fresh is left, the others resume too: first the best share of each rung
/// by non-dominated sorting, as in successive halving, which hedges against a wrong model; then by their expected gain per time, until it
/// is not worth it.
/// </summary>
internal sealed class FrontStrategy : IStrategy
{
    public const string ChanceName = "chance";
    public const double DefaultChance = 0.1;

    // There is a first wave if at least one in this many trials runs at once; chosen on LCBench tasks that the benchmark does not use.
    private const int Wave = 4;

    private readonly SortedDictionary<int, FrontRung> _rungs = [];
    private readonly Dictionary<int, FrontTrial> _trials = [];
    private readonly HashSet<int> _running = [];

    // The running trials that are trained only because a device would otherwise be idle.
    private readonly HashSet<int> _filling = [];
    private readonly CompletedBest _completed = new();
    private readonly RungTrainingSet _teaching;
    private readonly RungJudge _judge;
    private readonly FrontRung _before;
    private readonly ParkedTrials _parked;
    private readonly FrontGoal _goal;
    private readonly ComparedCosts _costs;
    private readonly FrontText _text;
    private readonly Func<IOrder> _create;
    private readonly Func<ParkedTrials> _waiting;
    private readonly string _called;
    private readonly int _version, _reduction;
    private readonly double _chance;
    private ConfigurationTerms _terms;
    private IOrder? _order;
    private UntriedConfigurations? _untried;
    private (Proposal Proposal, string? Ending)? _next;

    /// <param name="order">The order in which configurations start. Created when the strategy is first asked, as for any strategy.</param>
    /// <param name="called">What the order is called, after "in".</param>
    /// <param name="version">As of <see cref="FrontVersions"/>.</param>
    public FrontStrategy(SearchSpec spec, int version, Func<IOrder> order, string called)
    {
        (_version, _create, _called, _goal) = (version, order, called, FrontGoal.FirstOf(spec));
        _costs = new(spec, hasOneScale: version >= FrontVersions.Extended);
        _reduction = spec.Strategy.Whole(AshaPruner.Reduction) ?? AshaPruner.DefaultReduction;
        _chance = spec.Strategy.Number(ChanceName) ?? DefaultChance;
        _text = new(_goal, _costs, _chance);
        _waiting = () => new(spec.Epochs, _chance, _chance * RungJudge.LastShare, _costs) { Images = _judge!.Images };
        _terms = version < FrontVersions.Configured ? ConfigurationTerms.None : ConfigurationTerms.From(spec);
        _before = new(0, _costs.Metrics.Length, _terms.Count);
        for (var epochs = (long)AshaPruner.FirstRung(spec)!; epochs < spec.Epochs; epochs *= _reduction)
            _rungs.Add((int)epochs, new((int)epochs, _costs.Metrics.Length));
        _teaching = new([_before, .. _rungs.Values]);
        _judge = new(_rungs, _goal, _costs, _completed, _chance) { AreBounded = version >= FrontVersions.Extended };
        _parked = _waiting();
    }

    public int? Planned => (int?)Order.Count;

    public double PlannedMacs => Order.Macs;

    public string? Ending => Choose().Ending;

    private IOrder Order
    {
        get
        {
            if (_order is not null)
                return _order;
            _order = _create();
            foreach (var number in _trials.Keys)
                _order.Take(number);
            return _order;
        }
    }

    public void Prepare() => _ = Order;

    public void On(LedgerEntry entry)
    {
        _next = null;
        switch (entry)
        {
            case SearchStarted started: On(started); break;
            case SpaceCounted counted: _costs.On(counted); break;
            case TrialAdded added: On(added); break;
            case AttemptStarted { Kind: LeaseKind.Train } started: On(_trials[started.Trial]); break;
            case EpochReported { Report: var report }: On(_trials[report.Trial.Number], report); break;
            case AttemptEnded ended: On(_trials[ended.Trial], ended.State); break;
            case ParkedDropped dropped: Drop(_trials[dropped.Trial]); break;
            case TrialsStopped stopped: stopped.Trials.ToList().ForEach(number => Drop(_trials[number])); break;
            case TrialsRetried retried: retried.Trials.ToList().ForEach(number => Restart(_trials[number])); break;
            case SpaceExtended extended: On(extended); break;
        }
    }

    public PrunerDecision Judge(Report report)
    {
        var trial = _trials[report.Trial.Number];
        return _judge.Predict(trial, report) is { Continued: false } at
            ? PrunerDecision.Park(_text.Reason(at, _judge.CostsOf(trial, report)!))
            : PrunerDecision.Continue;
    }

    public Proposal Next() => Choose().Proposal;

    public Proposal Next(Func<int, bool> mayContinue) => Choose(mayContinue).Proposal;

    // The proposal of its order has changed.
    public void Take(long from, Candidate? suggested) => _next = null;

    public void Suggest(long from) => _next = null;

    public int? LeastLikely(Func<int, bool> among) => _parked.Unlikeliest(among)?.Number;

    public IReadOnlyList<RungPrediction> Predictions(int trial) => _trials[trial].Predictions;

    public string Explain(int trial) => $"Trial {trial} is number {trial} in {_called}; "
        + (Order is InitialThenCheapest order ? FrontText.Explain(order, _terms) : $"{Order.Why(trial)}. ")
        + (_trials[trial].IsInitial ? "It is one of the initial trials, which are trained to the end so that the strategy can learn from "
        + "them. " : "")
        + _text.Explain(_trials[trial]);

    private void On(SearchStarted started)
    {
        // If a simulation does not know the number of images, its dataset has one.
        var images = started.Spec.TrainImages ?? started.Dataset.TrainImages;
        _parked.Images = _judge.Images = images > 1 ? ValidationSplit.Compute(started.Dataset, started.Spec.TrainImages).Validation : 0;
        if (_version >= FrontVersions.Guessing)
            _judge.Guessing = ChanceLevel.From(started.Dataset.Classes.Length, _judge.Images);
    }

    /// <summary>
    /// What is known of configurations before training is expressed on the scale of all configurations that may be tried from now on.
    /// </summary>
    private void On(SpaceExtended extended)
    {
        (_order, _untried) = (null, null);
        if (_version < FrontVersions.Extended)
            return;
        _terms = ConfigurationTerms.From(extended);
        foreach (var trial in _trials.Values)
            trial.Configured = _terms.Compute(trial.Candidate);
        var was = _before.Model;
        _before.Renew(_terms.Count);
        _teaching.Renew(_before, was, _trials.Values.Where(trial => trial.IsCompleted));
    }

    private void On(TrialAdded added)
    {
        var candidate = new Candidate(added.Network ?? "", added.Configuration, added.Cost);
        var trial = new FrontTrial(added.Trial, candidate)
        {
            IsInitial = _trials.Count < InitialThenCheapest.Opening,
            Configured = _terms.Compute(candidate),
        };
        _trials.Add(added.Trial, trial);
        _order?.Take(added.Trial);
        _untried?.Take(added.Trial);
        Place(trial, _costs.Compute(added.Cost));
    }

    /// <summary>An attempt at the trial starts.</summary>
    private void On(FrontTrial trial)
    {
        if (trial.ParkedAt is not null && IsNothingWorthIt)
            _filling.Add(trial.Number);
        _running.Add(trial.Number);
        if (trial.ParkedAt is not null)
            Drop(trial);
    }

    private void Restart(FrontTrial trial)
    {
        trial.Predictions.Clear();
        // One that failed has left its rungs already; one that its user stopped has not.
        Remove(trial);
    }

    /// <summary>Removes a trial from the parked ones.</summary>
    private void Drop(FrontTrial trial)
    {
        trial.ParkedAt?.Unpark(trial);
        trial.ParkedAt = null;
        _parked.Remove(trial);
    }

    private void On(FrontTrial trial, Report report)
    {
        var accuracy = _goal.Accuracy(report, trial.Cost);
        if (!double.IsFinite(accuracy + report.ValidationLoss))
            return;
        if (_judge.Predict(trial, report) is { } at)
            trial.Predictions.Add(at);
        Place(trial, _judge.CostsOf(trial, report));
        trial.Take(report, accuracy, _judge.Guessing);
        if (_rungs.GetValueOrDefault(report.Epoch) is { } rung && !rung.Has(trial.Number))
        {
            rung.Add(trial);
            LookBack(trial);
        }
    }

    /// <summary>Tells the previous rung whether a trial that guessed there has recovered.</summary>
    private void LookBack(FrontTrial trial)
    {
        if (_rungs.Values.LastOrDefault(rung => rung.Epochs < trial.Epoch) is { } before && trial.IsGuessingAt(before.Epochs))
            before.Recovery.Add(!trial.IsGuessingAt(trial.Epoch));
    }

    private void On(FrontTrial trial, TrialState state)
    {
        _running.Remove(trial.Number);
        _filling.Remove(trial.Number);
        if (state == TrialState.Parked)
            Park(trial);
        if (state == TrialState.Completed && !trial.IsCompleted)
            Complete(trial);
        if (state is TrialState.Diverged or TrialState.OutOfMemory or TrialState.Failed)
            Remove(trial);
    }

    private void Remove(FrontTrial trial)
    {
        _teaching.Forget(trial);
        foreach (var rung in _rungs.Values)
            rung.Remove(trial);
    }

    private void Park(FrontTrial trial)
    {
        trial.ParkedAt = _rungs[trial.Epoch];
        trial.ParkedAt.Park(trial);
        trial.Parked = trial.ParkedAt.FeaturesOf(trial);
        _teaching.Park(trial, trial.ParkedAt, _judge.Images);
        _parked.Add(trial);
    }

    private void Complete(FrontTrial trial)
    {
        trial.IsCompleted = true;
        LookBack(trial);
        _teaching.Complete(trial);
        if (trial.Costs is null)
            return;
        _completed.Add(trial);
        _parked.Complete(trial);
        _untried?.Complete(trial);
        foreach (var other in _trials.Values.Where(trial.Opposes))
        {
            other.Opponent = trial;
            _parked.Oppose(other);
        }
    }

    /// <summary>Its costs are known from now on.</summary>
    private void Place(FrontTrial trial, double[]? costs)
    {
        if (trial.Costs is not null || costs is null)
            return;
        _costs.Include(costs);
        (trial.Costs, trial.Size, trial.Opponent) = (costs, _costs.Size(costs), _completed.OpponentOf(costs));
    }

    private (Proposal Proposal, string? Ending) Choose() => _next ??= Choose(mayContinue: null);

    /// <param name="mayContinue">Null for all.</param>
    private (Proposal Proposal, string? Ending) Choose(Func<int, bool>? mayContinue) =>
        _parked.Likeliest(mayContinue) is { } likely ? (Proposal.Resume(likely.Number), null)
        : NextFresh is { } fresh ? (Proposal.Try(fresh.Number, fresh.Candidate), null)
        : ByLayers(mayContinue) is { } led ? (Proposal.Resume(led), null)
        : ByGain(mayContinue);

    /// <summary>Whether idle devices are the only reason to train.</summary>
    private bool IsNothingWorthIt => _parked.Likeliest() is null && NextFresh is null && ByLayers(null) is null
        && _parked.Best().Trial is null;

    private Drawn? NextFresh => Order is InitialThenCheapest { HasMore: false } ? null
        : IsFirstWave && Order is InitialThenCheapest order ? order.NextInitial ?? order.Spread
        : Order is InitialThenCheapest { IsByEarlier: true } && _teaching.Completed < InitialThenCheapest.Earlier ? Order.Peek(0)
        : Untried is { } untried ? untried.Next(_running.Count + 1, isTaught: _version < FrontVersions.Spread || _teaching.IsEnough)
        : Order.Peek(_running.Count + 1);

    /// <summary>
    /// Whether there are so many workers that the trials they start before anything is known are a large part of the search.
    /// </summary>
    private bool IsFirstWave => _version >= FrontVersions.Spread && !_teaching.IsEnough && _running.Count * Wave >= Order.Count;

    /// <summary>Null if at most the size of configurations is known.</summary>
    private UntriedConfigurations? Untried => _untried ??= _terms.Count > 0 && _costs.AreKnownBefore && Order is InitialThenCheapest order
        ? new(order, _before, _waiting(), _costs, _terms, _completed) : null;

    private int? ByLayers(Func<int, bool>? mayContinue)
    {
        foreach (var rung in _rungs.Values.Reverse())
            foreach (var number in rung.LeadingParked(_reduction))
                if (mayContinue?.Invoke(number) != false)
                    return number;
        return null;
    }

    private (Proposal Proposal, string? Ending) ByGain(Func<int, bool>? mayContinue)
    {
        if (_parked.Count == 0)
            return (Proposal.Nothing, null);
        var (trial, gain) = _parked.Best(mayContinue, isAnyGainEnough: _running.Count > _filling.Count);
        return trial is not null ? (Proposal.Resume(trial.Number), null)
            : (Proposal.Nothing, mayContinue is not null ? null : FrontText.Ending(_parked.Count, gain, ParkedTrials.LeastGain));
    }
}
