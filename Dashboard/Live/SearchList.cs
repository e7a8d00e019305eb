using System.Collections.Immutable;
using Paretune.Dashboard.Searches;

namespace Paretune.Dashboard.Live;

/// <summary>All searches, asked for once a second while a page shows them, however many pages do. One that has ended is not asked again.</summary>
internal sealed partial class SearchList(SearchCalls calls, TimeProvider clock, ILogger<SearchList> log) : IDisposable
{
    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _gone = new();
    private int _pages;
    private bool _isAsking;
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action? _changed;

    /// <summary>Newest first; null before the first answer.</summary>
    public ImmutableArray<SearchView>? Searches { get; private set; }

    /// <summary>Those that do not answer.</summary>
    public ImmutableArray<SearchId> Silent { get; private set; } = [];

    /// <summary>Since when the cluster has not answered; null while it does.</summary>
    public DateTimeOffset? SilentSince { get; private set; }

    /// <summary>The first answer, or the first failure, is there.</summary>
    public Task Known => _first.Task;

    public IDisposable Watch(Action changed)
    {
        lock (_lock)
        {
            _changed += changed;
            if (_pages++ == 0 && !_isAsking)
            {
                _isAsking = true;
                _ = Task.Run(Ask);
            }
        }

        return new Watcher(() =>
        {
            lock (_lock)
            {
                _changed -= changed;
                _pages--;
            }
        });
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    private bool GoesOn()
    {
        lock (_lock)
            return _isAsking = _pages > 0 && !_gone.IsCancellationRequested;
    }

    private async Task Ask()
    {
        while (GoesOn())
        {
            try
            {
                var ended = (Searches ?? []).Where(search => search.EndedAt is not null).ToDictionary(search => search.Id);
                (Searches, Silent) = await calls.List(_gone.Token, ended);
                SilentSince = null;
            }
            catch (Exception failure) when (!_gone.IsCancellationRequested)
            {
                LogSilent(failure);
                SilentSince ??= clock.GetUtcNow();
            }

            _first.TrySetResult();
            _changed?.Invoke();
            await Task.Delay(_rest, clock, _gone.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The searches could not be listed for the page, it shows what is known")]
    private partial void LogSilent(Exception failure);

    private sealed class Watcher(Action leave) : IDisposable
    {
        private Action? _leave = leave;

        public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
    }
}
