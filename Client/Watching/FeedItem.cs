namespace Paretune.Client.Watching;

/// <summary>An item of a search's event stream: an entry, a step of a running trial, or a notice about the stream itself.</summary>
internal abstract record FeedItem
{
    internal sealed record OfEntry(LedgerEntry Entry) : FeedItem;

    internal sealed record OfStep(StepProgress Step) : FeedItem;

    internal sealed record OfNotice(string Text) : FeedItem;
}
