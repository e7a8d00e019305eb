using Paretune.Dashboard.Http;
using Paretune.Dashboard.Searches;

namespace Paretune.Dashboard.Live;

/// <summary>One page of the list of searches, read once a second until it is disposed.</summary>
internal sealed partial class SearchList : IDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly SearchQuery _query;
    private readonly SearchCalls _calls;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _leaving = new();
    private readonly CancellationToken _gone;
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SearchList(SearchQuery query, SearchCalls calls, TimeProvider clock, ILogger log)
    {
        (_query, _calls, _clock, _log, _gone) = (query, calls, clock, log, _leaving.Token);
        _ = Task.Run(Follow);
    }

    /// <summary>Raised after each answer, on the list's own thread.</summary>
    public event Action? Changed;

    /// <summary>The newest answer; null before the first.</summary>
    public ListedSearches? Page { get; private set; }

    /// <summary>The error, if the query is invalid and there will be no answer.</summary>
    public ApiException? Refused { get; private set; }

    /// <summary>Since when the cluster has not answered; null while it does.</summary>
    public DateTimeOffset? SilentSince { get; private set; }

    /// <summary>Completes with the first answer or the first failure.</summary>
    public Task Known => _first.Task;

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    private async Task Follow()
    {
        while (!_gone.IsCancellationRequested && Refused is null)
        {
            await Ask();
            _first.TrySetResult();
            Changed?.Invoke();
            await Task.Delay(Rest, _clock, _gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Ask()
    {
        try
        {
            Page = await _calls.List(_query, _gone);
            SilentSince = null;
        }
        catch (ApiException refusal) when (refusal.Status == StatusCodes.Status400BadRequest)
        {
            Refused = refusal;
        }
        catch (Exception failure)
        {
            if (_gone.IsCancellationRequested)
                return;
            LogSilent(failure);
            SilentSince ??= _clock.GetUtcNow();
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not list the searches for the page; it shows the last known list")]
    private partial void LogSilent(Exception failure);
}
