using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Threading.Channels;
using Paretune.Client.Api;

namespace Paretune.Client.Watching;

/// <summary>
/// Follows a search's server-sent events to their end. A broken stream is reopened after the last entry seen, with a notice.
/// </summary>
internal sealed class EventFeed(ParetuneApi api, TimeProvider clock)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    // The server sends at least a keep-alive every ten seconds.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(35);

    private long _lastSeen;
    private bool _connected;

    /// <summary>
    /// Writes events to <paramref name="items"/> until the search has ended, then completes the channel, with the error if there was one.
    /// </summary>
    public async Task Pump(SearchId id, ChannelWriter<FeedItem> items, CancellationToken cancellation)
    {
        try
        {
            await FollowToEnd(id, items, cancellation);
            items.Complete();
        }
        catch (Exception error)
        {
            items.Complete(error);
        }
    }

    private async Task FollowToEnd(SearchId id, ChannelWriter<FeedItem> items, CancellationToken cancellation)
    {
        var wait = FirstWait;
        while (true)
        {
            var seen = _lastSeen;
            var lost = await Follow(id, items, cancellation);
            if (lost is null)
                return;
            wait = _lastSeen > seen ? FirstWait : wait;
            items.TryWrite(
                new FeedItem.OfNotice(
                    $"connection lost ({lost}); reconnecting in {wait.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture)} s"));
            await Task.Delay(wait, clock, cancellation);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    /// <summary>Reads one connection; returns why it was lost, or null if the search has ended.</summary>
    private async Task<string?> Follow(SearchId id, ChannelWriter<FeedItem> items, CancellationToken cancellation)
    {
        try
        {
            using var response = await api.Events(id, _lastSeen, cancellation);
            _connected = true;
            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            await using var stream = new IdleTimeoutStream(body, Silence, clock);
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellation))
                if (!Take(item, items))
                    return null;
            return "the server closed it";
        }
        catch (CommandException refusal) when (_connected && refusal.Code is ExitCode.Unreachable)
        {
            return "the server does not answer";
        }
        catch (Exception e) when (e is IOException or HttpRequestException or TimeoutException)
        {
            return e.Message.TrimEnd('.');
        }
    }

    /// <returns>Whether more events may follow.</returns>
    private bool Take(SseItem<string> item, ChannelWriter<FeedItem> items)
    {
        if (item.EventType == "end")
            return false;
        if (item.EventType == "progress")
            items.TryWrite(new FeedItem.OfStep(Read<StepProgress>(item.Data)));
        else if (item.EventId is not null)
            TakeEntry(Read<LedgerEntry>(item.Data), items);
        return true;
    }

    private void TakeEntry(LedgerEntry entry, ChannelWriter<FeedItem> items)
    {
        if (entry.Sequence <= _lastSeen)
            return;
        _lastSeen = entry.Sequence;
        items.TryWrite(new FeedItem.OfEntry(entry));
    }

    private static T Read<T>(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, ParetuneJson.Options)!;
        }
        catch (JsonException unknown)
        {
            throw new CommandException(
                ExitCode.Failed, $"the server sent an event this version does not know ({unknown.Message}); update paretune",
                cause: unknown);
        }
    }
}
