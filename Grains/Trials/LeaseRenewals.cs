using Microsoft.Extensions.Logging;

namespace Paretune.Grains.Trials;

/// <summary>
/// Renews the leases of all attempts on this silo, with one call a second to each of their searches. A search's decision about an attempt
/// is kept here until the attempt's next step. While a search does not answer, training continues and its decisions arrive late.
/// </summary>
internal sealed partial class LeaseRenewals(IGrainFactory grains, TimeProvider clock, ILogger<LeaseRenewals> log) : IDisposable
{
    // A search holds the call this long, so that a cancellation arrives at once.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<SearchId, HashSet<LiveAttempt>> _live = [];
    private readonly CancellationTokenSource _gone = new();

    /// <summary>Renews an attempt's lease from its first step on.</summary>
    public LiveAttempt Begin(StepProgress first)
    {
        var attempt = new LiveAttempt(first, clock);
        lock (_lock)
        {
            if (_live.TryGetValue(first.Trial.Search, out var others))
                others.Add(attempt);
            else
                Start(first.Trial.Search, _live[first.Trial.Search] = [attempt]);
        }

        return attempt;
    }

    public void End(LiveAttempt attempt)
    {
        lock (_lock)
            _live.GetValueOrDefault(attempt.Trial.Search)?.Remove(attempt);
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <summary>Runs outside the calling grain's turn and trace, because the calls serve all attempts.</summary>
    private void Start(SearchId search, HashSet<LiveAttempt> attempts)
    {
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(() => RenewUntilEnded(search, attempts, _gone.Token));
    }

    private async Task RenewUntilEnded(SearchId search, HashSet<LiveAttempt> attempts, CancellationToken gone)
    {
        var link = new SearchLink(grains.GetGrain<ISearchGrain>(search.Value), Period, clock);
        var answers = true;
        while (!gone.IsCancellationRequested && StillLive(search, attempts) is { Length: > 0 } live)
        {
            var pause = Task.Delay(Period, clock, gone);
            try
            {
                await link.Renew(live);
                answers = true;
            }
            catch (Exception failure)
            {
                if (answers)
                    LogNotRenewed(Failure.Details(failure), search, live.Length, failure.Message);
                answers = false;
            }

            await pause.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private LiveAttempt[] StillLive(SearchId search, HashSet<LiveAttempt> attempts)
    {
        lock (_lock)
        {
            attempts.RemoveWhere(attempt => attempt.IsDecided);
            if (attempts.Count == 0)
                _live.Remove(search);
            return [.. attempts];
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Search {Search} did not renew the leases of {Attempts} attempts here; they keep training, and the renewal is retried: {Reason}")]
    private partial void LogNotRenewed(Exception? failure, SearchId search, int attempts, string reason);
}
