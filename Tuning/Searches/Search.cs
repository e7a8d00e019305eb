using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Programs;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Searches;

/// <summary>
/// One search: every decision about it, without clock or I/O. Its state is the sum of its ledger entries. A command decides, applies its
/// entries at once and returns them; they must be in the ledger before the answer is given, and if they cannot be written this object
/// must be thrown away. Commands other than <see cref="Start"/> ask for a search that <see cref="Exists"/>.
/// </summary>
/// <param name="candidates">Counts what a search of so many classes may try; null for what its space and networks make.</param>
public sealed class Search(SearchId id, Func<SearchSpec, NetworkEnds, CandidateSpace>? candidates = null)
{
    private readonly SearchRecord _record = new(id, candidates ?? CandidateSpace.Count);

    /// <summary>
    /// How long a lease lasts after the last signal: room for a silo that is restarted or garbage-collects, yet soon enough to continue.
    /// </summary>
    public static TimeSpan LeaseDuration { get; } = TimeSpan.FromSeconds(30);

    public SearchId Id => id;
    public bool Exists => _record.Started is not null;
    public bool Ended => _record.Ended;
    public int Priority => _record.Priority;
    public string Owner => _record.Started?.Owner ?? "";
    public Dataset? Dataset => _record.Started?.Dataset;

    /// <summary>Of the newest entry.</summary>
    public long Sequence => _record.Sequence;

    /// <summary>Whether <see cref="Lease"/> has something to give.</summary>
    public bool HasWork => _record.State == SearchState.Running && (!_record.Backlog.IsEmpty || _record.HasMore);

    /// <summary>Whether programs outside of the cluster train its trials.</summary>
    public bool IsExternal => _record.Started?.Spec.IsExternal == true;

    /// <summary>The error of a program's signal, in a sentence; null if it is valid.</summary>
    public string? WhyNot(Signal signal) => CustomMetrics.WhyNot(_record.Spec.Metrics, signal);

    /// <summary>Whether there are leases, so that <see cref="Expire"/> has something to watch.</summary>
    public bool HasLeases => _record.Live.Count > 0;

    /// <summary>Whether time alone may end it while no worker asks: a search that waits for trials and has a budget of hours.</summary>
    public bool MayRunOut => _record is { IsOpen: true, State: SearchState.Running, Spec.Budget.WallHours: not null };

    /// <summary>Takes an entry read from the ledger.</summary>
    /// <exception cref="InvalidDataException">It does not follow the one before.</exception>
    public void Apply(LedgerEntry entry) => _record.Apply(entry);

    /// <summary>Restarts all leases, in case workers could not signal for a while because the search was not active.</summary>
    public void RenewLeases(DateTimeOffset now)
    {
        foreach (var trial in _record.Live)
            trial.Deadline = now + LeaseDuration;
    }

    /// <summary>Counts what the search may try, if a command will need it: this takes up to seconds for a large space.</summary>
    public void Prepare() => _record.Prepare();

    /// <summary>The same for a search that is about to start.</summary>
    /// <param name="earlier">Null where it starts from no other search.</param>
    public void Prepare(SearchSpec spec, Dataset dataset, PriorTrials? earlier = null)
    {
        if (!Exists)
            _record.Prepare(spec, dataset, earlier);
    }

    /// <summary>The same for a space that is about to extend that of the search.</summary>
    /// <exception cref="InvalidOperationException">It cannot be extended like this.</exception>
    public void Prepare(Space space, ImmutableArray<string> networks)
    {
        if (Exists && SpaceChange.WhyNever(_record) is null)
            _record.Extension(space, networks);
    }

    /// <summary>Starts the search; a repeat changes nothing.</summary>
    /// <exception cref="InvalidOperationException">It was started with another spec.</exception>
    /// <param name="trace">As <see cref="SearchStarted.Trace"/>.</param>
    /// <param name="keeping">Null for a cluster that keeps checkpoints in one place, without a bound.</param>
    public CommandResult<SearchView> Start(
        SearchSpec spec, Dataset dataset, DateTimeOffset now, string owner = "", string? trace = null, CheckpointKeeping? keeping = null,
        PriorTrials? earlier = null)
    {
        var draft = new UnitOfWork(_record, now);
        if (!Exists)
            SearchLifecycle.Start(draft, spec, dataset, owner, trace, keeping ?? new(), earlier);
        else if (Text(spec) != Text(_record.Started!.Spec))
            throw new InvalidOperationException($"search {id} was started with another specification: submit this one under a new id");
        return draft.Answer(Show()!);
    }

    /// <summary>
    /// What should be computed before the next <see cref="Lease"/>, outside the turn of the caller; null if nothing takes long.
    /// </summary>
    public PendingProposal? Ahead => _record.WantsSuggestion ? _record.Strategy!.Ahead : null;

    /// <summary>Takes the computed proposal, which is ignored if a trial was added meanwhile.</summary>
    public void Take(PendingProposal ahead, Candidate? suggested) => _record.Strategy!.Take(ahead.From, suggested);

    /// <summary>Computes the next proposal as of an entry, for a replay.</summary>
    internal void Suggest(long from) => _record.Strategy!.Suggest(from);

    /// <summary>The next attempt for this worker, the one it already holds if it has not signalled yet, or null.</summary>
    public CommandResult<Lease?> Lease(WorkerId worker, DateTimeOffset now)
    {
        var draft = new UnitOfWork(_record, now);
        var lease = LeaseScheduler.Next(draft, worker);
        SearchLifecycle.Conclude(draft);
        return draft.Answer(lease);
    }

    /// <summary>The trial that this worker would start next, if the result of an equal trial may replace it; null if none may.</summary>
    public WantedResult? Wanted(WorkerId worker, DateTimeOffset now) => Exists ? ResultReuse.Wanted(_record, worker, now) : null;

    /// <summary>Gives the next trial the result of an equal one.</summary>
    /// <returns>False, and nothing is decided, if another trial or configuration is next by now.</returns>
    public CommandResult<bool> Reuse(RecordedResult result, WantedResult wanted, DateTimeOffset now) =>
        Reuse(result.For(id, wanted), wanted.Candidate, now);

    /// <summary>The same for a replay, whose next trial is the recorded one.</summary>
    internal CommandResult<bool> Reuse(TrialReused reused, DateTimeOffset now) => Reuse(reused, wanted: null, now);

    private CommandResult<bool> Reuse(TrialReused reused, Candidate? wanted, DateTimeOffset now)
    {
        var draft = new UnitOfWork(_record, now);
        var isTaken = ResultReuse.Take(draft, reused, wanted);
        if (isTaken)
            SearchLifecycle.Conclude(draft);
        return draft.Answer(isTaken);
    }

    /// <summary>
    /// Completes a signal before it is judged: if a program does not report how long an epoch took, the time since its previous report, or
    /// since the start of its attempt, is used. Budgets and strategies count that time.
    /// </summary>
    public Signal Timed(Signal signal, DateTimeOffset now) =>
        signal is Report { Seconds: 0 } report && _record.Started?.Spec.IsOfPrograms == true
            && _record.Find(report.Trial.Number) is { Live: true } trial
            ? report with { Seconds = Math.Round(Math.Max(0, (now - trial.EpochBegan).TotalSeconds), 3) } : signal;

    /// <summary>The decision on a signal; a repeat gets the recorded one.</summary>
    public CommandResult<Decision> Judge(Signal signal, DateTimeOffset now)
    {
        var draft = new UnitOfWork(_record, now);
        var decision = SignalHandler.Judge(draft, signal);
        SearchLifecycle.Conclude(draft);
        return draft.Answer(decision);
    }

    /// <summary>Renews the lease of a live attempt; writes nothing.</summary>
    /// <returns>Whether the attempt is live; if not, <see cref="Decisions"/> says what it is to do.</returns>
    public bool Renew(LeaseRenewal renewal, DateTimeOffset now) => LeaseScheduler.Renew(_record, renewal, now);

    /// <summary>The decisions on these attempts other than to continue.</summary>
    public ImmutableArray<AttemptDecision> Decisions(IEnumerable<LeaseRenewal> renewals) =>
    [
        .. renewals.Select(
            renewal => new AttemptDecision(renewal.Step.Trial.Number, renewal.Step.Attempt, SignalHandler.Known(_record, renewal.Step)))
            .Where(known => known.Decision.Kind != DecisionKind.Continue),
    ];

    /// <summary>Ends the attempts whose lease has expired; returns their number.</summary>
    /// <param name="isGone">Whether a worker's process is known to be dead: its lease is lost at once.</param>
    public CommandResult<int> Expire(DateTimeOffset now, Func<WorkerId, bool> isGone)
    {
        var draft = new UnitOfWork(_record, now);
        var expired = LeaseScheduler.Expire(draft, isGone);
        SearchLifecycle.RunOut(draft);
        SearchLifecycle.Conclude(draft);
        return draft.Answer(expired);
    }

    /// <summary>Ends one attempt as lost, for a replay, which does not know which signals never arrived.</summary>
    internal CommandResult<bool> Lose(int trial, string reason, DateTimeOffset now)
    {
        var draft = new UnitOfWork(_record, now);
        LeaseScheduler.Lose(draft, _record.Find(trial)!, reason);
        SearchLifecycle.Conclude(draft);
        return draft.Answer(true);
    }

    /// <exception cref="InvalidOperationException">The search has ended.</exception>
    public CommandResult<SearchView> Pause(DateTimeOffset now) => Steer(now, SearchLifecycle.Pause);

    public CommandResult<SearchView> Resume(DateTimeOffset now) => Steer(now, SearchLifecycle.Resume);

    public CommandResult<SearchView> Cancel(DateTimeOffset now) => Steer(now, SearchLifecycle.Cancel);

    /// <summary>Lets trials that have started run to their end, starts no others, and then completes.</summary>
    public CommandResult<SearchView> Finish(DateTimeOffset now) => Steer(now, SearchLifecycle.Finish);

    public CommandResult<SearchView> Prioritise(int priority, DateTimeOffset now) =>
        Steer(now, draft => SearchLifecycle.Prioritise(draft, priority));

    /// <summary>Extends its budget, and reopens it if it has ended; a repeat changes nothing.</summary>
    /// <param name="more">The new, greater values of parts of the budget; null parts stay unchanged.</param>
    /// <exception cref="InvalidOperationException">It cannot be extended like this; the message says why and what to do.</exception>
    public CommandResult<SearchView> Extend(Budget more, DateTimeOffset now) => Extend(more, runsAgain: true, now);

    /// <summary>The same for a replay, which decides as the version that wrote the entry.</summary>
    internal CommandResult<SearchView> Extend(Budget more, bool runsAgain, DateTimeOffset now) =>
        Steer(now, draft => SearchLifecycle.Extend(draft, more, runsAgain));

    /// <summary>Changes its name, tags or note, in any state.</summary>
    /// <exception cref="InvalidOperationException">It would have too many tags.</exception>
    public CommandResult<SearchView> Edit(SearchEdit edit, DateTimeOffset now) => Steer(now, draft => UserChanges.Edit(draft, edit));

    /// <summary>Stops trials that are not over.</summary>
    /// <exception cref="InvalidOperationException">One of them, or the search, is over.</exception>
    public CommandResult<SearchView> StopTrials(IReadOnlyCollection<int> trials, DateTimeOffset now) =>
        Steer(now, draft => UserChanges.Stop(draft, trials));

    /// <summary>Adds tags to trials and removes others, in any state.</summary>
    /// <exception cref="InvalidOperationException">One of them would have too many tags, or does not exist.</exception>
    public CommandResult<SearchView> TagTrials(
        IReadOnlyCollection<int> trials, ImmutableArray<string> add, ImmutableArray<string> remove, DateTimeOffset now) =>
        Steer(now, draft => UserChanges.Tag(draft, trials, add, remove));

    /// <summary>Restarts trials that failed or were stopped by a user, and reopens the search if it has ended.</summary>
    /// <param name="trials">Their numbers; empty for all that failed or ran out of memory.</param>
    /// <exception cref="InvalidOperationException">They cannot be restarted; the message says why and what to do.</exception>
    public CommandResult<SearchView> Retry(IReadOnlyCollection<int> trials, DateTimeOffset now) =>
        Steer(now, draft => UserChanges.Retry(draft, trials));

    /// <summary>Trains a completed trial for more epochs, and reopens the search if it has ended.</summary>
    /// <exception cref="InvalidOperationException">It cannot be trained further; the message says why and what to do.</exception>
    public CommandResult<SearchView> ExtendTrial(int trial, int epochs, DateTimeOffset now) =>
        Steer(now, draft => UserChanges.Extend(draft, trial, epochs));

    /// <summary>Extends its space, and reopens it if it has ended.</summary>
    /// <param name="space">The whole extended space.</param>
    /// <exception cref="InvalidOperationException">It cannot be extended like this; the message says why and what to do.</exception>
    public CommandResult<SearchView> ExtendSpace(Space space, ImmutableArray<string> networks, DateTimeOffset now) =>
        Steer(now, draft => SpaceChange.Extend(draft, space, networks));

    /// <summary>Adds trials to a search that proposes none itself; for trials that it already has, returns their numbers.</summary>
    /// <param name="given">Within its space.</param>
    /// <exception cref="InvalidOperationException">It accepts no trials; the message says why and what to do.</exception>
    public CommandResult<AddedTrials> AddTrials(ImmutableArray<GivenTrial> given, DateTimeOffset now)
    {
        var draft = new UnitOfWork(_record, now);
        return draft.Answer(TrialAddition.Add(draft, given));
    }

    /// <exception cref="InvalidOperationException">It has not ended, so the action of the verb is not possible.</exception>
    public void MustHaveEnded(string verb) => SearchLifecycle.MustHaveEnded(_record, verb);

    /// <summary>Its current figures.</summary>
    public SearchFigures Figures => new(_record);

    /// <summary>The search, or null before it was started.</summary>
    public SearchView? Show() => Exists ? SearchViews.Show(_record) : null;

    public ImmutableArray<TrialView>? Trials() => Exists ? SearchViews.Trials(_record) : null;

    /// <summary>The search, its front and those trials (null: all) at one moment.</summary>
    public SearchSnapshot? Look(ImmutableArray<int>? trials) => Exists ? SearchViews.Look(_record, trials) : null;

    /// <summary>One trial; null when there is none.</summary>
    public TrialView? Trial(int number) => _record.Find(number) is { } trial ? SearchViews.Trial(_record, trial) : null;

    public FrontView? Front() => Exists ? SearchViews.Front(_record) : null;

    /// <summary>Why the strategy added a trial and what it decided on it, in one paragraph; null when there is no such trial.</summary>
    public string? Explain(int number) => _record.Find(number) is null ? null : _record.Strategy!.Explain(number);

    /// <summary>The strategy's predictions for a trial at each rung that it reached, in order; null if there is no such trial.</summary>
    public IReadOnlyList<RungPrediction>? Predictions(int number) =>
        _record.Find(number) is null ? null : _record.Strategy!.Predictions(number);

    /// <summary>The curves of some trials, without those that have not reported; null when the search was not started.</summary>
    public ImmutableArray<TrialCurve>? Curves(ImmutableArray<int> trials) => !Exists ? null :
    [
        .. trials.Distinct().Select(_record.Find).OfType<TrialRecord>().Where(trial => trial.Curve.Count > 0)
            .Select(trial => new TrialCurve(trial.Number, [.. trial.Curve.Points])),
    ];

    /// <summary>The latest failed attempts, newest first.</summary>
    public ImmutableArray<FailureView>? Failures() => Exists ? [.. _record.Failures.Reverse()] : null;

    /// <summary>Whether an attempt of this worker runs.</summary>
    public bool Holds(WorkerId worker) => _record.HeldBy(worker)?.Attempt!.Worker == worker;

    /// <summary>What the queue needs to know; null if the search was not started.</summary>
    public SearchShare? Share() => !Exists ? null : new(
        Owner, Priority, [.. _record.Live.Select(trial => new RunningAttempt(new(id, trial.Number), trial.Attempt!.Worker))]);

    /// <summary>What a rule (null: the search's own) recommends of the front of the trials within the limits.</summary>
    /// <exception cref="ArgumentException">The rule is not known.</exception>
    public Optimum? Best(string? rule, Limits limits) => _record.FrontTracker?.Best(rule ?? _record.Spec.Optimum, limits);

    private CommandResult<SearchView> Steer(DateTimeOffset now, Action<UnitOfWork> steer)
    {
        var draft = new UnitOfWork(_record, now);
        steer(draft);
        SearchLifecycle.Conclude(draft);
        return draft.Answer(Show()!);
    }

    private static string Text(SearchSpec spec) => JsonSerializer.Serialize(spec, ParetuneJson.Options);
}
