using System.Threading.Channels;

namespace Paretune.Dashboard.Live;

/// <summary>
/// A page's subscription to a feed, until it is disposed. Changes are queued here, so that a slow page delays neither the feed nor other
/// pages.
/// </summary>
internal sealed class Watching : IDisposable
{
    private readonly Channel<FeedBatch> _news = Channel.CreateUnbounded<FeedBatch>(new() { SingleReader = true });
    private readonly Func<FeedBatch, Task> _changed;
    private Action? _leave;

    public Watching(SearchFeed feed, Func<FeedBatch, Task> changed, Action leave)
    {
        (Feed, _changed, _leave) = (feed, changed, leave);
        feed.Changed += Take;
        _ = Task.Run(Publish);
    }

    public SearchFeed Feed { get; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _leave, null) is not { } leave)
            return;
        Feed.Changed -= Take;
        _news.Writer.TryComplete();
        leave();
    }

    private void Take(FeedBatch batch) => _news.Writer.TryWrite(batch);

    private async Task Publish()
    {
        await foreach (var first in _news.Reader.ReadAllAsync())
        {
            var entries = first.Entries.ToBuilder();
            while (_news.Reader.TryRead(out var more))
                entries.AddRange(more.Entries);
            await _changed(new(entries.ToImmutable()));
        }
    }
}
