using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paretune.Tuning.Formatting;

/// <summary>
/// A search as JSON: the search as the server returns it, with its <c>trials</c> by number, and <c>notifications</c> if there are any.
/// </summary>
public static class SearchDocument
{
    public static JsonObject Create(
        SearchView search, IEnumerable<TrialView> trials, IReadOnlyCollection<NotificationView>? notifications = null)
    {
        var document = JsonSerializer.SerializeToNode(search, ParetuneJson.Options)!.AsObject();
        document["trials"] = JsonSerializer.SerializeToNode(trials.OrderBy(trial => trial.Number).ToImmutableArray(), ParetuneJson.Options);
        if (notifications is { Count: > 0 })
            document["notifications"] = JsonSerializer.SerializeToNode(notifications, ParetuneJson.Options);
        return document;
    }
}
