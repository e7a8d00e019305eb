using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Paretune.Grains.Ledger;
using Paretune.Grains.Telemetry;
using Paretune.Tuning.Searches;

namespace Paretune.Grains.Searches;

/// <summary>
/// Hosts a <see cref="Search"/>: loads it, passes it commands, writes its entries and answers. Reentrant, so that commands that arrive
/// during a write are decided meanwhile and share the next write. An answer, a view included, is sent once the entries that it depends on
/// are written.
/// </summary>
[Reentrant]
internal sealed partial class SearchGrain : Grain, ISearchGrain
{
    // Frequent enough for a live page, without a call for every step of every trial.
    private static readonly TimeSpan WaitForEntries = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WaitWhileTraining = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WatchPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PatienceWithQueue = TimeSpan.FromSeconds(1);
    private const int EventsPerBatch = 500;

    // The ledger counts generations from 1.
    private const long Unclaimed = 0;

    private readonly ILedger _ledger;
    private readonly ISiloStatusOracle _silos;
    private readonly CheckpointKeeping _keeping;
    private readonly IResultFiles _files;
    private readonly TimeProvider _clock;
    private readonly ILogger<SearchGrain> _log;
    private readonly NewestEntries _newest = new(EventsPerBatch);
    private readonly GroupCommit _commit;
    private readonly GrainMeter _meter;
    private readonly SearchPart _part;
    private readonly ChangeSignal _news = new();
    private Search _search;
    private IGrainTimer? _watch;
    private DateTimeOffset _lastCommand;
    private long _generation = Unclaimed;
    private long _written;
    private bool _announced;
    private Task _announcing = Task.CompletedTask;

    public SearchGrain(
        ILedger ledger, ISiloStatusOracle silos, CheckpointKeeping keeping, IResultFiles files, GrainMeter meter, TimeProvider clock,
        ILogger<SearchGrain> log)
    {
        (_ledger, _silos, _keeping, _files, _meter, _clock, _log) = (ledger, silos, keeping, files, meter, clock, log);
        _search = new(new(this.GetPrimaryKeyString()));
        _part = new(meter, _search);
        _commit = new(WriteBatch);
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Load(cancellationToken);
        }
        catch (Exception failure)
        {
            LogNotLoaded(Failure.Details(failure), _search.Id, failure.Message);
            throw;
        }

        _part.Begin();
        AnnounceAndCheckLeases();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _part.End();
        return Task.CompletedTask;
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        // A claim is a write, so a request for an unknown id must not make one.
        if ((await _ledger.Read(_search.Id, after: 0, most: 1, cancellationToken)).Count > 0)
            _generation = await _ledger.Claim(_search.Id, cancellationToken);
        await foreach (var entry in _ledger.Load(_search.Id, cancellationToken))
            _search.Apply(entry);
        if (!_search.Ended)
            await Task.Run(_search.Prepare, cancellationToken);
        _written = _search.Sequence;
        if (!_search.Exists)
            return;
        _archived = await _ledger.Rows.IsArchived(_search.Id, cancellationToken);
        LogLoaded(_search.Id, _written, _generation);
    }

    public Task<SearchView> Start(SearchSpec spec, Dataset dataset, string owner) => StartFrom(spec, dataset, owner, earlier: null);

    public async Task<SearchView> StartFrom(SearchSpec spec, Dataset dataset, string owner, PriorTrials? earlier)
    {
        using var span = Spans.Submit(_search.Id, spec);
        var trace = span is { Recorded: true } ? span.Id : null;
        // Outside this turn: counting a large space takes seconds.
        await Task.Run(() => _search.Prepare(spec, dataset, earlier));
        return await Announced(Decide(now => _search.Start(spec, dataset, now, owner, trace, _keeping, earlier)));
    }

    /// <summary>Leases a trial to a worker of the cluster; null if external programs train this search.</summary>
    public Task<Lease?> Lease(WorkerId worker) => _search.IsExternal ? Task.FromResult<Lease?>(null) : LeaseTo(worker);

    private async Task<Lease?> LeaseTo(WorkerId worker)
    {
        var lease = await LeaseAfterReuse(worker);
        RecordAnswer(lease);
        AnnounceAndCheckLeases();
        WorkOutNext();
        return lease;
    }

    public async Task<Decision> Judge(Signal signal)
    {
        using var span = signal is StepProgress ? null : Spans.Decision(signal);
        var decided = Ask(now => _search.Judge(_search.Timed(signal, now), now));
        if (decided.Answer.Kind == DecisionKind.LeaseLost)
            _meter.Refused();
        Spans.Tag(span, decided.Answer);
        if (signal is not StepProgress step || decided.Answer.Kind != DecisionKind.Continue)
            return await Persist(decided);
        // The answer "continue" to a step confirms nothing, so it does not wait for the ledger: no device idles while the disk is slow.
        _steps[step.Trial.Number] = step;
        return decided.Answer;
    }

    public Task<SearchView?> Show() => View(Shown);

    public Task<ImmutableArray<TrialView>?> Trials() => View(_search.Trials);

    public Task<SearchSnapshot?> Look(ImmutableArray<int>? trials) => View(() => Looked(trials));

    public Task<TrialView?> Trial(int number) => View(() => _search.Trial(number));

    public Task<ImmutableArray<FailureView>?> Failures() => View(_search.Failures);

    public Task<bool> Holds(WorkerId worker) => Task.FromResult(_search.Holds(worker));

    public Task<SearchShare?> Share() => Task.FromResult(_search.IsExternal ? null : _search.Share());

    public Task<FrontView?> Front() => View(_search.Front);

    public Task<Optimum?> Best(string? rule, Limits limits) => View(() => _search.Best(rule, limits));

    public Task<SearchView?> Pause() => Steer(_search.Pause);

    public Task<SearchView?> Resume() => Announced(Steer(_search.Resume));

    public Task<SearchView?> Cancel() => Steer(_search.Cancel);

    public Task<SearchView?> Finish() => Announced(Steer(_search.Finish));

    public async Task<SearchView?> Prioritise(int priority)
    {
        var view = await Steer(now => _search.Prioritise(priority, now));
        _announced = false;
        AnnounceAndCheckLeases();
        return await Announced(Task.FromResult(view));
    }

    public async Task<EventBatch?> Events(long after)
    {
        if (!_search.Exists)
            return null;
        var next = _news.Next;
        if (_written <= after && !(_search.Ended && _written == _search.Sequence))
            await Task.WhenAny(next, Task.Delay(_steps.Count > 0 ? WaitWhileTraining : WaitForEntries, _clock));
        if (_commit.Failure is { } failure)
            throw failure;
        var entries = await EntriesAfter(after);
        var last = entries.IsEmpty ? after : entries[^1].Sequence;
        return new(entries, [.. _steps.Values.OrderBy(step => step.Trial.Number)], _search.Ended && last >= _search.Sequence);
    }

    private async Task<SearchView?> Steer(Func<DateTimeOffset, CommandResult<SearchView>> steer) =>
        _search.Exists ? await Decide(steer) : null;

    private async Task<T> View<T>(Func<T> view)
    {
        var answer = view();
        await _commit.Write([]);
        return answer;
    }

    private async Task<T> Decide<T>(Func<DateTimeOffset, CommandResult<T>> command) => await Persist(Ask(command));

    private CommandResult<T> Ask<T>(Func<DateTimeOffset, CommandResult<T>> command)
    {
        if (_commit.Failure is { } failure)
            throw failure;
        var before = _search.Sequence;
        try
        {
            var decided = command(Now());
            if (!decided.Entries.IsEmpty)
                _part.Update();
            return decided;
        }
        catch (Exception broken) when (_search.Sequence != before)
        {
            Deactivate(broken);
            throw;
        }
    }

    /// <summary>
    /// Returns the time. Renews all leases after a gap between watches: the search was inactive, its process was suspended, or its clock
    /// was set, none of which says anything about the workers.
    /// </summary>
    private DateTimeOffset Now()
    {
        var now = _clock.GetUtcNow();
        if ((now - _lastCommand).Duration() > LongestGap)
            _search.RenewLeases(now);
        return _lastCommand = now;
    }

    private async Task<T> Persist<T>(CommandResult<T> step)
    {
        await _commit.Write(step.Entries, step.Entries.IsEmpty ? null : _search.Show());
        // Traced here and not where entries are written, because this is the trace of the caller.
        foreach (var entry in step.Entries)
            LogEntry(entry);
        return step.Answer;
    }

    private async Task WriteBatch(IReadOnlyList<LedgerEntry> batch, SearchView? row)
    {
        try
        {
            if (_generation == Unclaimed)
                _generation = await _ledger.Claim(_search.Id, CancellationToken.None);
            await _ledger.Append(_search.Id, _generation, batch, row, CancellationToken.None);
        }
        catch (Exception failure)
        {
            Deactivate(failure);
            throw;
        }

        _written = batch[^1].Sequence;
        _newest.Add(batch);
        foreach (var ended in batch.OfType<AttemptEnded>())
            ForgetSteps(ended);
        _news.Notify();
        AnnounceAndCheckLeases();
    }

    /// <summary>
    /// Deactivates, because memory is ahead of the ledger: the next call gets a new activation, which replays the ledger.
    /// </summary>
    private void Deactivate(Exception failure)
    {
        LogGaveUp(Failure.Details(failure), _search.Id, failure.Message);
        _commit.Fail(failure);
        _news.Notify();
        _steered.Notify();
        DeactivateOnIdle();
    }

    private bool NeedsWatch => _search.HasLeases || (HasWorkForQueue && !_announced) || _isWithheld || _search.MayRunOut;

    /// <summary>Announces work that the queue may not know of, and checks leases while there are any.</summary>
    private void AnnounceAndCheckLeases()
    {
        // Stays active until the search has ended, because workers are scaled by the number of waiting trials.
        DelayDeactivation(_search is { Exists: true, Ended: false } ? Timeout.InfiniteTimeSpan : TimeSpan.Zero);
        if (HasWorkForQueue && !_announced && _commit.Failure is null)
            _announcing = Announce();
        KeepWatch();
    }

    private void KeepWatch()
    {
        if (NeedsWatch && _watch is null)
            _watch = this.RegisterGrainTimer(
                Watch, new() { DueTime = WatchPeriod, Period = WatchPeriod, Interleave = true, KeepAlive = true });
        if (NeedsWatch)
            return;
        _watch?.Dispose();
        _watch = null;
    }

    private async Task Watch(CancellationToken cancellation)
    {
        await Decide(now => _search.Expire(now, IsGone));
        Reannounce();
        AnnounceAndCheckLeases();
    }

    /// <summary>Returns whether a worker's silo is dead. Membership detects that within seconds, long before a lease expires.</summary>
    private bool IsGone(WorkerId worker) => WorkerSilo.AddressOf(worker) is { } silo && _silos.IsDeadSilo(silo);

    private async Task<ImmutableArray<LedgerEntry>> EntriesAfter(long after) =>
        _written <= after ? [] : _newest.After(after) ?? [.. await _ledger.Read(_search.Id, after, EventsPerBatch, CancellationToken.None)];
}
