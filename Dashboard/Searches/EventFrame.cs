using System.Text.Json;

namespace Paretune.Dashboard.Searches;

/// <summary>
/// Formats server-sent events. Not TypedResults.ServerSentEvents, which serialized the envelope in place of the data if the event type
/// differs per item (aspnetcore#64183).
/// </summary>
internal static class EventFrame
{
    /// <summary>Shows proxies and clients that the stream is alive.</summary>
    public const string Heartbeat = ": alive\n\n";

    /// <summary>The last event: nothing follows.</summary>
    public const string End = "event: end\ndata: {}\n\n";

    /// <summary>Formats an entry with its type and its sequence, from which a client can resume a lost stream.</summary>
    public static string Format(LedgerEntry entry)
    {
        var data = JsonSerializer.SerializeToElement(entry, ParetuneJson.Options);
        return $"id: {entry.Sequence}\nevent: {data.GetProperty("type").GetString()}\ndata: {data.GetRawText()}\n\n";
    }

    /// <summary>Formats a step. It has no id, because steps are not stored and cannot be resumed from.</summary>
    public static string Format(StepProgress progress) =>
        $"event: progress\ndata: {JsonSerializer.Serialize(progress, ParetuneJson.Options)}\n\n";
}
