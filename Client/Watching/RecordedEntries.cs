using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Paretune.Client.Api;

namespace Paretune.Client.Watching;

/// <summary>Reads the ledger entries of a search so far; entries that a running search adds meanwhile are left out.</summary>
internal static class RecordedEntries
{
    public static async IAsyncEnumerable<LedgerEntry> Read(
        SearchView search, ParetuneApi api, Terminal terminal, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var feed = Channel.CreateUnbounded<FeedItem>();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pump = new EventFeed(api, terminal.Clock).Pump(search.Id, feed.Writer, leaving.Token);
        try
        {
            await foreach (var item in feed.Reader.ReadAllAsync(cancellation))
            {
                if (item is not FeedItem.OfEntry { Entry: var entry })
                    continue;
                yield return entry;
                if (entry.Sequence >= search.Sequence)
                    break;
            }
        }
        finally
        {
            await leaving.CancelAsync();
            await pump;
        }
    }
}
