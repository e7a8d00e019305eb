using System.Collections.Immutable;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>
/// Starts the configuration with the largest expected gain in score. Only accuracy is modelled, by a Gaussian process over hyperparameters
/// and costs. The costs of a configuration are known before it is trained, so its expected gain is the expected improvement at each limit
/// that it meets. Running trials count with their predictions, so that two workers do not get adjacent configurations.
/// </summary>
internal sealed class ProposedOrder : IOrder
{
    private readonly SearchSpec _spec;
    private readonly int _version;
    private readonly PriorTrials? _earlier;
    private readonly Func<CandidateSpace> _create;
    private readonly FrontGoal _goal;
    private readonly ComparedCosts _costs;
    private readonly List<KnownTrial> _trials = [];

    // The results at each change since the newest trial was added; a proposal may be based on any of them.
    private readonly List<Moment> _moments = [new(0, [], [])];
    private (Space Space, ImmutableArray<string> Networks) _tried;
    private CandidateSpace? _space;

    // Created by the first caller that needs it, so that a turn does not wait for it if a proposal can be computed outside the turn.
    private (int Window, Lazy<IReadOnlyList<Candidate>> Candidates)? _drawn;
    private (int Window, Lazy<ProposalModel> Made)? _model;
    private Suggestion? _suggestion;

    /// <param name="version">As of <see cref="BayesianVersions"/>.</param>
    /// <param name="space">Counts what may be tried, when it is first requested.</param>
    /// <param name="earlier">Null where the search starts from no other.</param>
    public ProposedOrder(SearchSpec spec, int version, Func<CandidateSpace> space, PriorTrials? earlier)
    {
        (_spec, _version, _create, _earlier) = (spec, version, space, earlier);
        _goal = version >= BayesianVersions.Accuracy ? FrontGoal.From(spec) : FrontGoal.FirstOf(spec);
        _tried = (spec.Space, spec.Networks);
        _costs = new(spec, hasOneScale: true);
    }

    public long? Count => Space.Size is { } size ? Math.Min(size, Samples) : Samples < int.MaxValue ? Samples : null;

    /// <summary>Whether there is a configuration left, without choosing one.</summary>
    public bool HasMore => _trials.Count < (Count ?? int.MaxValue)
        && (Space.Size is not null || Candidates.Value.Count == CandidateWindow.Drawn || Peek(workers: 1) is not null);

    /// <summary>The newest entry that the next proposal is based on.</summary>
    public long From => Suggested.From;

    /// <summary>The computation that the next proposal needs, for any thread; null if the proposal is known or quick to find.</summary>
    public PendingProposal? Ahead
    {
        get
        {
            var isQuick = _trials.Count < Opening && Model.IsValueCreated;
            if (isQuick || _trials.Count >= (Count ?? int.MaxValue) || _suggestion?.From == Newest.From)
                return null;
            var (model, moment, trials) = (Model, Newest, _trials.ToImmutableArray());
            return new(moment.From, IsUrgent: _suggestion is null, () => model.Value.Choose(trials, moment.Results, moment.Ended));
        }
    }

    private int Opening => ProposalModel.OpeningAfter(_earlier);

    private int Samples => _spec.Strategy.Whole(StrategyCatalog.SamplesName) ?? int.MaxValue;

    private CandidateSpace Space => _space ??= _create();

    private int Window => Space.Size <= CandidateWindow.MostListed ? 0 : _trials.Count / CandidateWindow.Trials;

    private Lazy<IReadOnlyList<Candidate>> Candidates
    {
        get
        {
            if (_drawn?.Window != Window)
            {
                var (space, window) = (Space, Window);
                _drawn = (window, new(() => CandidateWindow.Draw(space, _spec.Seed, window, _version)));
            }

            return _drawn!.Value.Candidates;
        }
    }

    private Lazy<ProposalModel> Model
    {
        get
        {
            if (_model?.Window != Window)
            {
                var (space, candidates, points) = (Space, Candidates, new ConfigurationPoints(_tried.Space, _tried.Networks, _costs));
                _model = (Window, new(() => new(space, candidates.Value, points, _spec.Seed, _version, _earlier)));
            }

            return _model!.Value.Made;
        }
    }

    private Moment Newest => _moments[^1];

    private Suggestion Suggested => _suggestion ??= new(Newest.From, Choose(Newest), IsGiven: false);

    public void Prepare() => _ = Candidates.Value;

    /// <param name="predicted">The prediction for a trial at the rung where it was parked.</param>
    public void On(LedgerEntry entry, Func<int, RungPrediction?> predicted)
    {
        switch (entry)
        {
            case SpaceCounted counted: _costs.On(counted); Begin(entry, Newest); break;
            case TrialAdded added: On(added); break;
            case AttemptStarted started: Change(started, Newest with { Ended = Newest.Ended.Remove(started.Trial) }); break;
            case EpochReported { Report: var report }: On(_trials[report.Trial.Number - 1], report); break;
            case AttemptEnded ended: On(_trials[ended.Trial - 1], ended, predicted); break;
            case TrialsStopped stopped: Change(stopped, Newest with { Ended = WithEnded(stopped.Trials) }); break;
            case TrialsRetried retried: On(retried); break;
            case SpaceExtended extended: On(extended); break;
        }
    }

    public Drawn? Peek(int workers) => Suggested.Candidate is { } candidate ? new(_trials.Count + 1, candidate) : null;

    public void Take(int number)
    {
        // The ledger entry of the new trial has the same effect.
    }

    public string Why(int number) => number <= Opening
        ? "one of the initial trials, which are spread over all sizes"
        : "chosen because it was expected to add most to the score, given the trials that had completed"
            + (_earlier is null ? "" : $" and those of search {_earlier.Search}");

    /// <summary>Computes the next proposal from the results as of an entry.</summary>
    public void Suggest(long from)
    {
        var moment = _moments.LastOrDefault(one => one.From <= from) ?? Newest;
        Take(from, Choose(moment));
    }

    /// <summary>Takes a computed proposal, unless a trial was added meanwhile.</summary>
    public void Take(long from, Candidate? candidate)
    {
        if (from >= _moments[0].From)
            _suggestion = new(from, candidate, IsGiven: true);
    }

    private void On(TrialAdded added)
    {
        _trials.Add(new(added.Trial, new(added.Network ?? "", added.Configuration, added.Cost)));
        Begin(added, Newest, isSameSpace: true);
    }

    private void On(KnownTrial trial, Report report) => trial.Take(report, _goal.Accuracy(report, trial.Candidate.Cost));

    private void On(KnownTrial trial, AttemptEnded ended, Func<int, RungPrediction?> predicted)
    {
        var result = ended.State switch
        {
            TrialState.Completed when trial.LogError is { } logError => new Result(trial, logError, 0),
            TrialState.Diverged => new(trial, double.NaN, 0),
            TrialState.Parked when predicted(trial.Number) is { } at => Result.Predicted(trial, at),
            _ => null,
        };
        var known = Newest.Results.FirstOrDefault(one => one.Trial == trial);
        var results = result is null || result == known
            ? Newest.Results : (known is null ? Newest.Results : Newest.Results.Remove(known)).Add(result);
        var isOver = ended.State is TrialState.Failed or TrialState.OutOfMemory or TrialState.Stopped;
        Change(ended, new(ended.Sequence, results, isOver ? WithEnded([trial.Number]) : Newest.Ended));
    }

    private void On(TrialsRetried retried) => Begin(retried, new(
        retried.Sequence, [.. Newest.Results.Where(one => !retried.Trials.Contains(one.Trial.Number))],
        Newest.Ended.Except(retried.Trials)));

    private void On(SpaceExtended extended)
    {
        (_tried, _space, _drawn) = ((extended.Space, extended.Networks), null, null);
        Begin(extended, Newest);
    }

    private ImmutableHashSet<int> WithEnded(ImmutableArray<int> trials) =>
        _version >= BayesianVersions.Ended ? Newest.Ended.Union(trials) : Newest.Ended;

    /// <summary>A suggestion that was computed ahead stays, although there are newer results.</summary>
    private void Change(LedgerEntry entry, Moment now)
    {
        if (now.Results == Newest.Results && now.Ended == Newest.Ended)
            return;
        _moments.Add(now with { From = entry.Sequence });
        if (_suggestion is { IsGiven: false })
            _suggestion = null;
    }

    /// <summary>Existing suggestions are based on outdated results.</summary>
    private void Begin(LedgerEntry entry, Moment now, bool isSameSpace = false)
    {
        _moments.Clear();
        _moments.Add(now with { From = entry.Sequence });
        (_suggestion, _model) = (null, isSameSpace ? _model : null);
    }

    private Candidate? Choose(Moment moment) =>
        _trials.Count >= (Count ?? int.MaxValue) ? null : Model.Value.Choose([.. _trials], moment.Results, moment.Ended);

    /// <param name="From">The entry that led to these results.</param>
    /// <param name="Results">In the order in which they arrived.</param>
    /// <param name="Ended">The trials that ended without a result.</param>
    private sealed record Moment(long From, ImmutableArray<Result> Results, ImmutableHashSet<int> Ended);

    /// <param name="IsGiven">Whether it was computed ahead: then it is used although there are newer results.</param>
    private sealed record Suggestion(long From, Candidate? Candidate, bool IsGiven);
}
