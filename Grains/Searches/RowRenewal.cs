using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Paretune.Grains.Ledger;
using Paretune.Tuning.Searches;

namespace Paretune.Grains.Searches;

/// <summary>
/// Renews rows that are missing or out of date because a process of the previous version wrote the entries. Reads ended searches from the
/// ledger and asks running ones. One pass runs at a time, and all callers share it.
/// </summary>
internal sealed partial class RowRenewal(ILedger ledger, IGrainFactory grains, TimeProvider clock, ILogger<RowRenewal> log)
{
    // For lists: an incomplete list with a note is better than a wait for thousands of rows.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // For one search: enough to read a large one from the ledger.
    private static readonly TimeSpan PatienceWithSearch = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryUnreadable = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TellProgress = TimeSpan.FromSeconds(5);

    // Some thousand entries are read per second and search; more searches at once would take CPU time from training.
    private const int AtOnce = 2;

    private readonly ConcurrentDictionary<SearchId, long> _unreadable = [];
    private readonly Lock _lock = new();
    private Task _pass = Task.CompletedTask;
    private int _left;

    /// <summary>Waits briefly for all rows that are out of date now to be renewed.</summary>
    /// <returns>The searches that cannot be read, and how many rows are still being renewed.</returns>
    public async Task<(ImmutableArray<SearchId> Unreadable, int Pending)> CatchUp(CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        // A running pass may miss rows that became outdated after it started; the next one does not.
        for (var passes = 0; passes < 2 && await Behind(cancellation) is { Count: > 0 } behind; passes++)
        {
            var pass = Pass(behind);
            var left = Patience - clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero || await Task.WhenAny(pass, Task.Delay(left, clock, cancellation)) != pass)
                break;
            await pass;
        }

        return (
            [.. _unreadable.Keys.Order(Comparer<SearchId>.Create((one, other) => string.CompareOrdinal(one.Value, other.Value)))],
            Volatile.Read(ref _left));
    }

    private async Task<List<LedgerSearch>> Behind(CancellationToken cancellation)
    {
        var behind = await ledger.Rows.Behind(cancellation);
        foreach (var healed in _unreadable.Keys.Except(behind.Select(search => search.Id)))
            _unreadable.TryRemove(healed, out _);
        return [
            .. behind.Where(
                search => !_unreadable.TryGetValue(search.Id, out var failed) || clock.GetElapsedTime(failed) > RetryUnreadable)];
    }

    private Task Pass(List<LedgerSearch> behind)
    {
        lock (_lock)
            return _pass.IsCompleted ? _pass = Task.Run(() => Renew(behind)) : _pass;
    }

    private async Task Renew(List<LedgerSearch> behind)
    {
        _left = behind.Count;
        var told = clock.GetTimestamp();
        try
        {
            await Parallel.ForEachAsync(behind, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (search, _) =>
            {
                await Renew(search);
                var left = Interlocked.Decrement(ref _left);
                var before = Volatile.Read(ref told);
                if (clock.GetElapsedTime(before) >= TellProgress
                    && Interlocked.CompareExchange(ref told, clock.GetTimestamp(), before) == before)
                    LogProgress(behind.Count - left, behind.Count);
            });
        }
        finally
        {
            _left = 0;
        }

        if (behind.Any(search => search.Ended))
            LogRenewed(behind.Count);
    }

    private async Task Renew(LedgerSearch search)
    {
        try
        {
            var row = search.Ended
                ? await Read(search.Id) : await grains.GetGrain<ISearchGrain>(search.Id.Value).Show().WaitAsync(PatienceWithSearch, clock);
            if (row is not null)
                await ledger.Rows.Renew(row, CancellationToken.None);
            _unreadable.TryRemove(search.Id, out _);
        }
        catch (Exception failure) when (failure is not LedgerUnavailableException)
        {
            LogUnreadable(failure, search.Id);
            _unreadable[search.Id] = clock.GetTimestamp();
        }
    }

    private async Task<SearchView?> Read(SearchId id)
    {
        var search = new Search(id);
        await foreach (var entry in ledger.Load(id, CancellationToken.None))
            search.Apply(entry);
        return search.Show();
    }

    [LoggerMessage(LogLevel.Information, "Updated the list rows of {Searches} searches written by an earlier version")]
    private partial void LogRenewed(int searches);

    [LoggerMessage(LogLevel.Information, "Updating the list rows of searches written by an earlier version: {Done} of {All} done")]
    private partial void LogProgress(int done, int all);

    [LoggerMessage(LogLevel.Error, "Search {Search} could not be read; the list omits it or shows its old state")]
    private partial void LogUnreadable(Exception failure, SearchId search);
}
