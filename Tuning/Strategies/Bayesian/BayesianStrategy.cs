using System.Collections.Immutable;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>
/// Proposes what is expected to add most to the score. Accuracy alone is modelled, by a Gaussian process over hyperparameters and costs: the
/// costs of a configuration are known before it is trained, so that its expected gain is, at each limit that it is within, the expected
/// improvement on the best there. Trials that run count as what is expected of them, so that no two workers are given neighbours.
/// </summary>
internal sealed class BayesianStrategy : IStrategy
{
    private readonly SearchSpec _spec;
    private readonly Func<CandidateSpace> _create;
    private readonly FrontGoal _goal;
    private readonly ComparedCosts _costs;
    private readonly SortedDictionary<int, KnownTrial> _trials = [];

    // In the order in which they did, those that diverged too.
    private readonly List<KnownTrial> _ended = [];
    private (Space Space, ImmutableArray<string> Networks) _tried;
    private CandidateSpace? _space;
    private ProposalModel? _model;
    private Proposal? _next;

    /// <param name="space">Counts what may be tried, once it is asked for.</param>
    public BayesianStrategy(SearchSpec spec, Func<CandidateSpace> space)
    {
        (_spec, _create, _goal, _tried) = (spec, space, FrontGoal.Of(spec), (spec.Space, spec.Networks));
        _costs = new(spec, hasOneScale: true);
    }

    public int? Planned => Space.Size is { } size ? (int)Math.Min(size, Samples) : Samples < int.MaxValue ? Samples : null;

    public bool HasNext => _trials.Count < (Planned ?? int.MaxValue) && (Space.Size is not null || Model.HasMore(_trials.Count) || Next() is not Proposal.Done);

    private int Samples => _spec.Strategy.Whole(StrategyCatalog.SamplesName) ?? int.MaxValue;

    private CandidateSpace Space => _space ??= _create();

    private ProposalModel Model => _model?.IsFor(_trials.Count) == true ? _model
        : _model = new(Space, new(_tried.Space, _tried.Networks, _costs), _spec.Seed, _trials.Count);

    public void Prepare() => _ = Space;

    public void On(LedgerEntry entry)
    {
        if (entry is EpochReported { Report: var report })
        {
            // What a trial had before its end moves no proposal.
            var trial = _trials[report.Trial.Number];
            trial.Take(report, _goal.Accuracy(report, trial.Candidate.Cost));
            return;
        }

        _next = null;
        switch (entry)
        {
            case SpaceCounted counted: On(counted); break;
            case TrialAdded added: On(added); break;
            case AttemptStarted { Kind: LeaseKind.Train } started: Begin(_trials[started.Trial]); break;
            case AttemptEnded ended: On(_trials[ended.Trial], ended.State); break;
            case TrialsRetried retried: retried.Trials.ToList().ForEach(Retry); break;
            case SpaceExtended extended: On(extended); break;
        }
    }

    public Ruling Judge(Report report) => Ruling.Continue;

    public Proposal Next() => _next ??= Choose();

    public string Explain(int trial) => $"Trial {trial} is number {trial} in the order of proposals. "
        + (_trials.GetValueOrDefault(trial)?.IsOpening == true
            ? "It is one of the first, which are spread over all sizes before anything is known."
            : "It was expected to add most to the score, by what was known of all that had completed.")
        + " Nothing stops it before its last epoch.";

    private void On(SpaceCounted counted)
    {
        _costs.On(counted);
        _model = null;
    }

    private void On(TrialAdded added) => _trials.Add(added.Trial, new(added.Trial, new(
        added.Network ?? "", added.Configuration, added.Cost))
    {
        IsOpening = _trials.Count < ProposalModel.Opening,
    });

    /// <summary>What had been stopped may go on once there is a larger budget.</summary>
    private static void Begin(KnownTrial trial) =>
        trial.State = trial.State == KnownState.Gone ? KnownState.Running : trial.State;

    private void On(KnownTrial trial, TrialState state)
    {
        if (trial.State != KnownState.Running || state is TrialState.Waiting or TrialState.Paused or TrialState.Running)
            return;
        trial.State = state == TrialState.Completed && trial.LogError is not null ? KnownState.Completed
            : state == TrialState.Diverged ? KnownState.Diverged
            : KnownState.Gone;
        if (trial.State != KnownState.Gone)
            _ended.Add(trial);
    }

    private void Retry(int number)
    {
        var trial = _trials[number];
        trial.State = KnownState.Running;
        _ended.Remove(trial);
        _model = null;
    }

    private void On(SpaceExtended extended) =>
        (_tried, _space, _model) = ((extended.Space, extended.Networks), null, null);

    private Proposal Choose()
    {
        if (_trials.Count >= (Planned ?? int.MaxValue))
            return Proposal.Nothing;
        var running = _trials.Values.Where(trial => trial.State is KnownState.Running or KnownState.Gone).ToList();
        return Model.Choose(_trials.Values, _ended, running) is { } candidate
            ? Proposal.Try(_trials.Count + 1, candidate) : Proposal.Nothing;
    }
}
