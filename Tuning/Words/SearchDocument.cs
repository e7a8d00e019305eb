using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paretune.Tuning.Words;

/// <summary>A search as JSON: the view as the server gives it, and <c>trials</c>, by number.</summary>
public static class SearchDocument
{
    public static JsonObject Of(SearchView search, IEnumerable<TrialView> trials)
    {
        var document = JsonSerializer.SerializeToNode(search, ParetuneJson.Options)!.AsObject();
        document["trials"] = JsonSerializer.SerializeToNode(trials.OrderBy(trial => trial.Number).ToImmutableArray(), ParetuneJson.Options);
        return document;
    }
}
