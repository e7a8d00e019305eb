using Paretune.Dashboard.Searches;

namespace Paretune.Dashboard.Live;

/// <summary>
/// The searches that pages of this process watch, each followed once. A search without viewers is followed for a while longer.
/// </summary>
internal sealed class SearchFeeds(SearchCalls calls, TimeProvider clock, ILogger<SearchFeed> log) : IAsyncDisposable
{
    // For a page that is reloaded, and for the time between two pages of a search.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Watched> _watched = [];

    /// <summary>Starts to follow a search, or joins its other viewers.</summary>
    /// <param name="changed">
    /// Called with what is new, one call at a time; changes that arrive during a call are combined in the next call.
    /// </param>
    /// <exception cref="Http.ApiException">404: no such search; 503: the search does not answer.</exception>
    public async Task<Watching> Watch(string id, Func<FeedBatch, Task> changed)
    {
        var watched = Join(id);
        var feed = await Opened(id, watched);
        try
        {
            await feed.Renew();
        }
        catch
        {
            Leave(id, watched);
            throw;
        }

        return new(feed, changed, () => Leave(id, watched));
    }

    public async ValueTask DisposeAsync()
    {
        Watched[] all;
        lock (_lock)
        {
            all = [.. _watched.Values];
            _watched.Clear();
        }

        foreach (var watched in all)
            await watched.End();
    }

    private Watched Join(string id)
    {
        lock (_lock)
        {
            if (!_watched.TryGetValue(id, out var watched))
                _watched[id] = watched = new(SearchFeed.Open(id, calls, clock, log, CancellationToken.None));
            watched.Pages++;
            watched.Visit++;
            return watched;
        }
    }

    private async Task<SearchFeed> Opened(string id, Watched watched)
    {
        try
        {
            return await watched.Feed;
        }
        catch
        {
            Drop(id, watched);
            throw;
        }
    }

    private void Leave(string id, Watched watched)
    {
        lock (_lock)
        {
            if (--watched.Pages == 0)
                _ = EndLater(id, watched, watched.Visit);
        }
    }

    private async Task EndLater(string id, Watched watched, int visit)
    {
        await Task.Delay(Grace, clock);
        lock (_lock)
        {
            if (watched.Visit != visit || !_watched.Remove(id))
                return;
        }

        await watched.End();
    }

    /// <summary>Removes a feed that could not be opened, so that the next page tries again.</summary>
    private void Drop(string id, Watched watched)
    {
        lock (_lock)
        {
            if (_watched.GetValueOrDefault(id) == watched)
                _watched.Remove(id);
        }
    }

    private sealed class Watched(Task<SearchFeed> feed)
    {
        public Task<SearchFeed> Feed => feed;
        public int Pages { get; set; }
        public int Visit { get; set; }

        public async Task End()
        {
            if (feed.IsCompletedSuccessfully)
                await (await feed).DisposeAsync();
        }
    }
}
