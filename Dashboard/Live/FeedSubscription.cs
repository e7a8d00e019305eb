namespace Paretune.Dashboard.Live;

/// <summary>
/// The feed that a page currently shows. If several are requested while earlier ones are still being opened, the last one is kept; once the
/// page is disposed, none is.
/// </summary>
internal sealed class FeedSubscription(SearchFeeds feeds) : IDisposable
{
    private Watching? _held;
    private int _turn;

    /// <summary>Null until the feed is open.</summary>
    public SearchFeed? Feed => _held?.Feed;

    /// <returns>Whether this feed is still the one that was requested last.</returns>
    /// <exception cref="Http.ApiException">404 or 503, unless another feed was requested meanwhile.</exception>
    public async Task<bool> Take(string id, Func<FeedBatch, Task> changed)
    {
        var turn = Release();
        try
        {
            var watching = await feeds.Watch(id, changed);
            if (turn == _turn)
                _held = watching;
            else
                watching.Dispose();
            return turn == _turn;
        }
        catch (Http.ApiException) when (turn != _turn)
        {
            return false;
        }
    }

    public void Dispose() => Release();

    private int Release()
    {
        _held?.Dispose();
        _held = null;
        return ++_turn;
    }
}
