using System.Text.Json.Nodes;

namespace Paretune.EndToEnd.Tests;

/// <summary>Predicates for entries of an event stream.</summary>
internal static class SearchEvents
{
    public static bool IsEnd(JsonNode entry) =>
        TypeOf(entry) == "searchStateChanged" && entry["state"]!.GetValue<string>() is "completed" or "failed" or "cancelled";

    /// <summary>Returns a predicate that is true at the n-th report.</summary>
    public static Func<JsonNode, bool> Reports(int count)
    {
        var seen = 0;
        return entry => TypeOf(entry) == "epochReported" && ++seen == count;
    }

    public static bool Started(JsonNode entry, string silo) =>
        TypeOf(entry) == "attemptStarted" && entry["worker"]!["silo"]!.GetValue<string>() == silo;

    public static string? TypeOf(JsonNode entry) => entry["type"]?.GetValue<string>();
}
