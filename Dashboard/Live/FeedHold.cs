namespace Paretune.Dashboard.Live;

/// <summary>
/// The feed that a page shows now. Of several that were asked for in turn, while the first ones were still on their way, the last one
/// stays; of those asked for by a page that is gone, none.
/// </summary>
internal sealed class FeedHold(SearchFeeds feeds) : IDisposable
{
    private Watching? _held;
    private int _turn;

    /// <summary>Null until it is there.</summary>
    public SearchFeed? Feed => _held?.Feed;

    /// <returns>Whether it is still the one that is asked for.</returns>
    /// <exception cref="Http.ApiException">404 or 503, unless another was asked for meanwhile.</exception>
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
