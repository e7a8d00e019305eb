using System.Collections.Immutable;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Searches;

/// <summary>
/// The state of a search from its entries. It changes only by <see cref="Apply"/>, so that replaying the ledger restores it.
/// </summary>
internal sealed partial class SearchRecord(SearchId id, Func<SearchSpec, NetworkEnds, CandidateSpace> candidates)
{
    private readonly TrialList _trials = new();
    private readonly TrialCounter _counter = new();
    private readonly Dictionary<(string Silo, string Device), TrialRecord> _held = [];
    private readonly FailureLog _failures = new(id);
    private readonly Preparation _preparation = new(candidates);
    private Optimum? _chosen;
    private DateTimeOffset _at, _runningSince;
    private double _addedMacs;

    public SearchId Id => id;
    public long Sequence { get; private set; }
    public SearchStarted? Started { get; private set; }
    public SearchState State { get; private set; } = SearchState.Running;
    public string Reason { get; private set; } = "";
    public int Priority { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public int EpochsDone { get; private set; }
    public FrontTracker? FrontTracker { get; private set; }

    public IStrategy? Strategy { get; private set; }

    /// <summary>What the search may try. Counted on first use.</summary>
    public CandidateSpace Space => _preparation.Space;

    /// <summary>The counts of the space from the start or the latest extension; null in ledgers of 0.1.</summary>
    public SpaceCounted? Counted { get; private set; }
    public BudgetUsage? BudgetUsage { get; private set; }
    public ParkedCheckpoints? Parked { get; private set; }
    public Backlog Backlog { get; } = new();

    /// <summary>By ascending number.</summary>
    public IReadOnlyCollection<TrialRecord> Trials => _trials;
    public IReadOnlyCollection<TrialRecord> Live => _held.Values;
    public IReadOnlyCollection<FailureView> Failures => _failures.Newest;
    /// <summary>As it was submitted, except for its name, its budget and its space, which may have changed since.</summary>
    public SearchSpec Spec { get; private set; } = null!;
    public Optimum? Optimum => _chosen ?? FrontTracker?.Optimum;
    public bool Ended => State.IsTerminal;

    /// <summary>Every trial is over, or parked for good, and none will be added; what remains are the tests of the front.</summary>
    public bool Trained => IsOver && (!Confirms || IsConfirmed);

    /// <summary>The same, whether or not the ledger says yet that the front is confirmed.</summary>
    public bool IsOver => IsTrainingOver && !HasReplicating && !HasReplicate;

    /// <summary>Whether the strategy has something that no worker trains: a configuration without a trial, or a parked trial.</summary>
    // For lists the number is known; only for ranges, and for strategies that decide as they go, the strategy must be asked.
    public bool HasMore => HasMoreToTry || HasReplicate;

    private bool HasMoreToTry => !Ended && !IsFinishing && ((Counted is { Planned: { } planned, Count: not null }
        && BudgetUsage!.AllowsTrial(_trials.Count) && _trials.Count < planned) || HasNext);

    /// <summary>Whether the next lease may be for a configuration that the strategy chooses.</summary>
    public bool WantsSuggestion =>
        State == SearchState.Running && MayStartTrials && Backlog.IsEmpty && BudgetUsage!.AllowsTrial(_trials.Count);

    /// <summary>What the strategy wants trained next, as far as the budget allows.</summary>
    public Proposal Next => MayStartTrials ? Allowed(Strategy!.Next()) : Proposal.Nothing;

    /// <summary>The same, but only parked trials that may resume now.</summary>
    public Proposal NextOf(Func<int, bool> mayContinue) => MayStartTrials ? Allowed(Strategy!.Next(mayContinue)) : Proposal.Nothing;

    public int InState(TrialState state) => _counter[state];

    /// <inheritdoc cref="TrialCounts.DidNotLearn"/>
    public int DidNotLearn => _counter.DidNotLearn;

    /// <summary>Counts what may be tried, if that is still needed.</summary>
    public void Prepare()
    {
        if (Started is { Rules: not SearchRules.TrialsFirst })
            Strategy!.Prepare();
    }

    /// <inheritdoc cref="Preparation.Count"/>
    public CandidateSpace Prepare(SearchSpec spec, Dataset dataset, PriorTrials? earlier) =>
        _preparation.Count(spec, dataset, earlier);

    /// <summary>The trial with this number, or null when the search has none.</summary>
    public TrialRecord? Find(int number) => _trials.Find(number);

    public TrialRecord? HeldBy(WorkerId worker) => _held.GetValueOrDefault((worker.Silo, worker.Device));

    /// <summary>Whether a member of the front still has to be measured on the test images; programs have their own.</summary>
    public bool WantsTest(TrialRecord trial) => !Spec.IsOfPrograms && trial.Test is null && !HasGivenUpTest(trial);

    public void Apply(LedgerEntry entry)
    {
        if (entry.Sequence != Sequence + 1)
            throw new InvalidDataException(
                $"entry {entry.Sequence} of search {id} must follow {Sequence}, so entries are missing or out of order");
        _at = entry.At;
        // The strategy compares trials of equal epochs, so it gets no entries of further training.
        var isBeyondStrategy = Find(TrialOf(entry))?.IsExtending == true;
        On(entry);
        if (!isBeyondStrategy)
            UpdateStrategy(entry);
        Sequence = entry.Sequence;
        var mayLeaveTests = entry is TrialReused or FrontConfirmed or ParkedDropped or BudgetSpent or TrialsRetried or TrialsStopped
            or SearchFinishing || (entry is AttemptEnded ended && !Find(ended.Trial)!.Testing);
        if (mayLeaveTests && Trained)
            foreach (var member in FrontTracker!.Members.Order())
                QueueTest(member);
    }

    private static int TrialOf(LedgerEntry entry) => entry switch
    {
        AttemptStarted started => started.Trial,
        EpochReported reported => reported.Report.Trial.Number,
        AttemptEnded ended => ended.Trial,
        _ => 0,
    };

    private void On(LedgerEntry entry)
    {
        switch (entry)
        {
            case SearchStarted started: On(started); break;
            case SearchStateChanged changed: On(changed); break;
            case PriorityChanged changed: Priority = changed.Priority; break;
            case TrialAdded added: On(added); break;
            case AttemptStarted started: On(started, Find(started.Trial)!); break;
            case EpochReported reported: On(reported, Find(reported.Report.Trial.Number)!); break;
            case AttemptEnded ended: On(ended, Find(ended.Trial)!); break;
            case TrialTested tested: Find(tested.Result.Trial.Number)!.On(tested); break;
            case SpaceCounted counted: On(counted); break;
            case BudgetSpent spent: On(spent); break;
            case BudgetExtended extended: On(extended); break;
            case SearchEdited edited: On(edited); break;
            case TrialsRetried retried: On(retried); break;
            case SearchFinishing finishing: On(finishing); break;
            case TrialsStopped stopped: On(stopped); break;
            case TrialsTagged tagged: On(tagged); break;
            case TrialExtended extended: On(extended, Find(extended.Trial)!); break;
            case SpaceExtended extended: On(extended); break;
            case ReplicateAdded added: On(added, Find(added.Trial)!); break;
            case FrontConfirmed confirmed: On(confirmed); break;
            case TrialReused reused: On(reused, Find(reused.Trial)!); break;
            case ParkedStopped: StopAll(TrialState.Parked, reason: null); break;
            case ParkedDropped dropped: On(dropped, Find(dropped.Trial)!); break;
            case OptimumChosen chosen: _chosen = chosen.Trial == 0 ? null : new(chosen.Trial, chosen.Rule, chosen.Reason); break;
            default: throw new InvalidDataException($"search {id} has an entry of the unknown type {entry.GetType().Name}");
        }
    }

    private void On(SearchStarted started)
    {
        (Started, Spec, Excluded) = (started, started.Spec, started.Excluded);
        _runningSince = started.At;
        Priority = started.Spec.Priority;
        FrontTracker = new(started);
        BudgetUsage = new(started.Spec.Budget, started.Spec.Epochs);
        Parked = new(started.ParkedBytes);
        Strategy = _preparation.StrategyOf(started);
    }

    private void On(SpaceCounted counted)
    {
        Counted = counted;
        BudgetUsage!.On(counted);
        if (counted is { Least: { } least, Most: { } most })
            FrontTracker!.Ranges.Count(least, most);
    }

    private void On(BudgetSpent spent)
    {
        BudgetUsage!.On(spent);
        StopAll(TrialState.Waiting, spent.Reason);
        StopAll(TrialState.Paused, spent.Reason);
        StopAll(TrialState.Parked, reason: null);
    }

    /// <param name="reason">Null if trials keep theirs.</param>
    private void StopAll(TrialState from, string? reason)
    {
        foreach (var trial in _trials.Where(trial => trial.State == from))
        {
            trial.StoppedFrom = from;
            Stop(trial, reason);
        }
    }

    /// <summary>Stops a trial that no worker trains.</summary>
    /// <param name="reason">Null if it keeps its own.</param>
    private void Stop(TrialRecord trial, string? reason)
    {
        var why = trial.IsExtending ? trial.NotKept(reason ?? "") : reason;
        Move(trial, TrialState.Stopped);
        if (why is not null)
            trial.StopUnbegun(why);
    }

    /// <summary>Custom metrics that a trial takes from its last epoch.</summary>
    private ImmutableArray<string> OfLast =>
        Spec.Metrics is { } own ? [.. own.Where(one => one.Value.When == MetricWhen.End).Select(one => one.Key)] : [];

    private void On(TrialAdded added)
    {
        var trial = new TrialRecord(added, Spec.Networks[0], Spec.Epochs, OfLast);
        _trials.Add(trial);
        _counter.Add(trial);
        FrontTracker!.Ranges.Include(added.Cost);
        _addedMacs += added.Cost.Macs;
        QueueTraining(trial);

        // The trial was available for as long as the search has wanted workers.
        trial.WaitingSince = _runningSince;
    }

    private void On(SearchStateChanged changed)
    {
        (State, Reason) = (changed.State, changed.Reason);
        BudgetUsage!.On(changed);
        _runningSince = changed.At;
        EndedAt = Ended ? changed.At : null;
        if (!Ended)
            _chosen = null;
        if (State == SearchState.Running && InState(TrialState.Paused) > 0)
            MoveAll(TrialState.Paused, TrialState.Waiting);
        if (State != SearchState.Cancelled)
            return;
        MoveAll(TrialState.Waiting, TrialState.Cancelled);
        MoveAll(TrialState.Paused, TrialState.Cancelled);
        MoveAll(TrialState.Parked, TrialState.Cancelled);
    }

    private void On(AttemptStarted started, TrialRecord trial)
    {
        // The strategy has just resumed it.
        if (trial.State == TrialState.Parked)
            trial.WaitingSince = started.At;
        trial.On(started);
        _held[(started.Worker.Silo, started.Worker.Device)] = trial;
        Move(trial, trial.Unfinished(TrialState.Running));
    }

    private void On(EpochReported reported, TrialRecord trial)
    {
        EpochsDone -= trial.EpochsDone;
        trial.On(reported);
        Latencies.Take(trial);
        EpochsDone += trial.EpochsDone;
        BudgetUsage!.On(reported.Report, trial.Cost);
        FrontTracker!.Ranges.Include(trial.Cost);
    }

    private void On(ParkedDropped dropped, TrialRecord trial)
    {
        Move(trial, TrialState.Stopped);
        trial.StopUnbegun(dropped.Reason);
    }

    private void On(AttemptEnded ended, TrialRecord trial)
    {
        var worker = trial.Attempt!.Worker;
        _held.Remove((worker.Silo, worker.Device));
        var (wasExtending, run) = (trial.IsExtending, trial.Run);
        Recount(trial, () => trial.On(ended, isSpent: BudgetUsage!.Spent is not null));
        _failures.On(ended, worker);
        if (ended.State == TrialState.Stopped && !trial.IsStoppedByUser && BudgetUsage!.Spent is not null)
            trial.StoppedFrom = TrialState.Running;
        Move(trial, ended.State);
        if (ended.State == TrialState.Parked)
            Parked!.Add(trial);
        if (ended is { State: TrialState.Completed, Outcome: AttemptOutcome.Completed } && !trial.Testing)
            Place(trial, wasExtending, run > 0);
        if (run > 0 && trial.Run == 0)
            _replicating.Remove(trial.Number);
        if (trial.Testing)
            QueueTest(trial.Number);
    }

    private void MoveAll(TrialState from, TrialState to)
    {
        foreach (var trial in _trials.Where(trial => trial.State == from))
            Move(trial, to);
    }

    private void Move(TrialRecord trial, TrialState to)
    {
        if (trial.IsExtending && to.IsTerminal)
            to = GiveUpExtension(trial);
        _counter.Move(trial, to);
        Parked!.Remove(trial);
        Backlog.Remove(trial.Number);
        if (to == TrialState.Waiting)
            QueueTraining(trial);
    }

    private void QueueTraining(TrialRecord trial)
    {
        trial.WaitingSince = _at;
        Backlog.AddTraining(trial);
    }

    private void QueueTest(int number)
    {
        var trial = Find(number)!;
        if (!WantsTest(trial))
            return;
        trial.WaitingSince = _at;
        Backlog.AddTest(number);
    }

    private bool HasGivenUpTest(TrialRecord trial) =>
        trial.TestThrows >= Spec.MaxAttempts
        || (trial.Testing && trial.End?.Outcome == AttemptOutcome.OutOfMemory && trial.Attempt!.MicroBatchDivisor > 1
            && trial.Attempt.Attempt > trial.TestRestartedAfter);
}
