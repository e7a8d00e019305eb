using System.Collections.Concurrent;
using Paretune.Grains.Ledger;

namespace Paretune.Grains.Tests.Cluster;

/// <summary>The real ledger with a log of its appends, which can delay or fail the next append and look-ups of results.</summary>
internal sealed class WatchedLedger(SqliteLedger ledger) : ILedger, IResults, IAsyncDisposable
{
    private (TaskCompletionSource Reached, Task Before)? _hold;
    private Exception? _lost;

    public ConcurrentQueue<(SearchId Search, int Entries)> Appends { get; } = [];

    /// <summary>The searches whose entries were read, one item per read.</summary>
    public ConcurrentQueue<SearchId> Reads { get; } = [];

    /// <summary>Makes the next append set <paramref name="reached"/>, wait for <paramref name="before"/>, and fail if that fails.</summary>
    public void HoldNext(TaskCompletionSource reached, Task before) => _hold = (reached, before);

    /// <summary>Makes the next append fail after it has written, as if its answer were lost.</summary>
    public void LoseNext(Exception failure) => _lost = failure;

    /// <summary>What each look-up of results waits for; it fails if that fails.</summary>
    public Func<Task> BeforeFind { get; set; } = NoWait;

    public static Task NoWait() => Task.CompletedTask;

    public ISearchRows Rows => ledger.Rows;

    public INotifications Notifications => ledger.Notifications;

    public IResults Results => this;

    public async Task Append(
        SearchId search, long generation, IReadOnlyList<LedgerEntry> entries, SearchView? row, CancellationToken cancellation)
    {
        Appends.Enqueue((search, entries.Count));
        var hold = _hold;
        _hold = null;
        hold?.Reached.SetResult();
        await (hold?.Before ?? Task.CompletedTask);
        await ledger.Append(search, generation, entries, row, cancellation);
        if (Interlocked.Exchange(ref _lost, null) is { } lost)
            throw lost;
    }

    public async Task<IReadOnlyList<ResultHolder>> Find(IReadOnlyCollection<string> keys, int most, CancellationToken cancellation)
    {
        await BeforeFind();
        return await ledger.Results.Find(keys, most, cancellation);
    }

    public Task<long> Claim(SearchId search, CancellationToken cancellation) => ledger.Claim(search, cancellation);

    public Task<IReadOnlyList<LedgerEntry>> Read(SearchId search, long after, int most, CancellationToken cancellation)
    {
        Reads.Enqueue(search);
        return ledger.Read(search, after, most, cancellation);
    }

    public IAsyncEnumerable<LedgerEntry> Load(SearchId search, CancellationToken cancellation)
    {
        Reads.Enqueue(search);
        return ledger.Load(search, cancellation);
    }

    public Task<IReadOnlyList<LedgerEntry>> ReadTrial(TrialId trial, CancellationToken cancellation) =>
        ledger.ReadTrial(trial, cancellation);

    public Task<IReadOnlyList<LedgerEntry>> ReadAttempts(SearchId search, CancellationToken cancellation) =>
        ledger.ReadAttempts(search, cancellation);

    public Task<IReadOnlyList<LedgerSearch>> Searches(CancellationToken cancellation) => ledger.Searches(cancellation);

    public ValueTask DisposeAsync() => ledger.DisposeAsync();
}
