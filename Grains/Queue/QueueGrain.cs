using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Paretune.Grains.Ledger;
using Paretune.Grains.Searches;
using Paretune.Grains.Telemetry;
using Paretune.Tuning.Scheduling;

namespace Paretune.Grains.Queue;

/// <summary>
/// Decides which search gets the next worker. Its state is only a hint: a search stays queued from its announcement until it has no
/// work, and each search grants its own leases. Reentrant, because searches announce themselves while they are being asked.
/// </summary>
[Reentrant]
internal sealed partial class QueueGrain(ILedger ledger, GrainMeter meter, TimeProvider clock, ILogger<QueueGrain> log) : Grain, IQueueGrain
{
    // Shorter than any client's timeout, and long enough that an idle worker costs next to nothing.
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(3);

    // A search that does not answer must not delay other searches' workers; a late lease is returned again on the next request.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // If a search's silo dies while no worker asks for work, the search is active and counted again within this time.
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    private static readonly SearchShare Unknown = new("", 0, []);

    private readonly FairShare _share = new();
    private readonly Dictionary<SearchId, long> _announcements = [];
    private readonly WorkerTable _workers = new();
    private readonly ChangeSignal _work = new();
    private long _announcement;

    /// <summary>Loads every search that has not ended, so that a restarted queue needs no announcements.</summary>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Load(cancellationToken);
        }
        catch (LedgerUnavailableException failure)
        {
            LogNotLoaded(failure.Message);
            throw;
        }

        meter.Workers = _workers.Count;
        this.RegisterGrainTimer(LookIn, new() { DueTime = Round, Period = Round, Interleave = true });
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        meter.Workers = null;
        return Task.CompletedTask;
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        var open = (await ledger.Searches(cancellationToken)).Where(search => !search.Ended).Reverse().ToList();
        var shares = await Task.WhenAll(open.Select(search => ShareOf(search.Id)));
        foreach (var (search, share) in open.Zip(shares))
        {
            if (share is null)
                continue;
            Add(search.Id, share.Priority, share.Owner);
            foreach (var attempt in share.Running)
                _workers.RecordAttempt(attempt.Worker, attempt.Trial, clock.GetUtcNow());
        }

        LogLoaded(open.Count);
    }

    public async Task<Lease?> Lease(WorkerId worker, string deviceName)
    {
        var until = clock.GetUtcNow() + Wait;
        while (true)
        {
            _workers.RecordRequest(worker, deviceName, clock.GetUtcNow());
            meter.Workers = _workers.Count;
            var work = _work.Next;
            if (await Ask(worker, until) is { } lease)
                return lease;
            var left = until - clock.GetUtcNow();
            if (left <= TimeSpan.Zero || await Task.WhenAny(work, Task.Delay(left, clock)) != work)
                return null;
        }
    }

    public Task Announce(SearchId search, int priority, string owner)
    {
        Add(search, priority, owner);
        _work.Notify();
        return Task.CompletedTask;
    }

    public async Task<ImmutableArray<SearchId>> Searches() =>
        [.. (await ledger.Searches(CancellationToken.None)).Select(search => search.Id)];

    public async Task<ClusterView> Cluster()
    {
        await Task.WhenAll(_workers.All(clock.GetUtcNow()).Where(IsSilent).Select(Check));
        meter.Workers = _workers.Count;
        return new(_workers.All(clock.GetUtcNow()), _announcements.Count) { Queue = [.. _share.Order()] };
    }

    /// <summary>Calls every queued search, which reactivates those whose silo died.</summary>
    private Task LookIn(CancellationToken cancellation) => Task.WhenAll(_announcements.Keys.ToList().Select(ShareOf));

    private void Add(SearchId search, int priority, string owner)
    {
        _share.Add(search, priority, owner);
        _announcements[search] = ++_announcement;
    }

    /// <returns>Null if the queue does not serve the search.</returns>
    private async Task<SearchShare?> ShareOf(SearchId search)
    {
        try
        {
            return await Search(search).Share().WaitAsync(Patience, clock);
        }
        catch (Exception failure)
        {
            LogNoAnswer(Failure.Details(failure), search, failure.Message);
            return Unknown;
        }
    }

    private async Task<Lease?> Ask(WorkerId worker, DateTimeOffset until)
    {
        var asked = new HashSet<SearchId>();
        while (clock.GetUtcNow() <= until && Next(asked) is { } search)
        {
            // The turn ends when the search is asked, so workers that ask meanwhile go to other searches of the same rank.
            _share.Served(search);
            var announcement = _announcements[search];
            try
            {
                if (await Search(search).Lease(worker).WaitAsync(Patience, clock) is { } lease)
                {
                    _workers.RecordLease(worker, lease.Trial, clock.GetUtcNow());
                    return lease;
                }

                Drop(search, announcement);
            }
            catch (Exception failure)
            {
                LogNoAnswer(Failure.Details(failure), search, failure.Message);
            }
        }

        return null;
    }

    /// <summary>Returns the next search that was not asked yet. The order is computed each time, because other workers change it.</summary>
    private SearchId? Next(HashSet<SearchId> asked)
    {
        foreach (var search in _share.Order())
            if (asked.Add(search))
                return search;
        return null;
    }

    /// <summary>Removes a search that had no work, unless it has announced new work since it was asked.</summary>
    private void Drop(SearchId search, long announcement)
    {
        if (_announcements.GetValueOrDefault(search) != announcement)
            return;
        _announcements.Remove(search);
        _share.Remove(search);
    }

    private bool IsSilent(WorkerView worker) => clock.GetUtcNow() - worker.LastSeen > Tuning.Searches.Search.LeaseDuration;

    /// <summary>
    /// Checks a worker that has been silent. While it trains it does not ask for work, but its lease shows that it is alive.
    /// </summary>
    private async Task Check(WorkerView worker)
    {
        try
        {
            if (worker.Trial is { } trial && await Search(trial.Search).Holds(worker.Worker).WaitAsync(Patience, clock))
                _workers.RecordAlive(worker, clock.GetUtcNow());
            else
                _workers.Forget(worker);
        }
        catch (Exception failure)
        {
            LogNoAnswer(Failure.Details(failure), worker.Trial!.Value.Search, failure.Message);
        }
    }

    private ISearchGrain Search(SearchId search) => GrainFactory.GetGrain<ISearchGrain>(search.Value);

    [LoggerMessage(LogLevel.Information, "Queue loaded with {Searches} unfinished searches")]
    private partial void LogLoaded(int searches);

    [LoggerMessage(LogLevel.Warning, "The queue could not read the searches: {Reason}")]
    private partial void LogNotLoaded(string reason);

    [LoggerMessage(LogLevel.Warning, "Search {Search} did not answer; asking the next one: {Reason}")]
    private partial void LogNoAnswer(Exception? failure, SearchId search, string reason);
}
