using System.Text.Json;

namespace Paretune.Dashboard.Searches;

/// <summary>
/// What one server-sent event looks like on the wire. Written by hand: TypedResults.ServerSentEvents has serialised the envelope in place
/// of the data when the event type differs per item (aspnetcore#64183).
/// </summary>
internal static class EventFrame
{
    /// <summary>Shows proxies and clients that the stream lives.</summary>
    public const string Heartbeat = ": alive\n\n";

    /// <summary>The last event: nothing will follow.</summary>
    public const string End = "event: end\ndata: {}\n\n";

    /// <summary>An entry under its own type and sequence, from which a client that lost the stream continues.</summary>
    public static string Format(LedgerEntry entry)
    {
        var data = JsonSerializer.SerializeToElement(entry, ParetuneJson.Options);
        return $"id: {entry.Sequence}\nevent: {data.GetProperty("type").GetString()}\ndata: {data.GetRawText()}\n\n";
    }

    /// <summary>Progress has no id: it is never kept, so there is nothing to continue from.</summary>
    public static string Format(StepProgress progress) =>
        $"event: progress\ndata: {JsonSerializer.Serialize(progress, ParetuneJson.Options)}\n\n";
}
