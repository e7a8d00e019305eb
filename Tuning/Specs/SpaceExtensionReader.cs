using System.Text.Json;
using System.Text.Json.Nodes;
using Paretune.Tuning.Formatting;

namespace Paretune.Tuning.Specs;

/// <summary>
/// Reads a larger space for a search that has started: from the search's own file with values added, or from <c>space</c> (and
/// <c>network</c>) alone. Every other setting must be unchanged.
/// </summary>
public static class SpaceExtensionReader
{
    private const string SpaceKey = "space", NetworkKey = "network", BatchKey = "batchSize", NameKey = "name",
        BudgetKey = "budget";

    /// <summary>Reads the extended search and reports all errors together; with any error, the spec is null.</summary>
    /// <param name="search">The search as it is now.</param>
    public static SpecReadResult Read(
        JsonElement json, SearchSpec search, IReadOnlyCollection<Dataset> datasets, IReadOnlyCollection<TrainerReadResult> trainers)
    {
        var errors = new List<ValidationError>();
        var given = new Field(json, "", errors).Object(SearchSpecReader.Keys);
        if (json.ValueKind == JsonValueKind.Object && !given[SpaceKey].IsGiven && errors.Count == 0)
            given[SpaceKey].AddError(
                "is required; write space: with the existing and the new values");
        if (errors.Count > 0)
            return new(null, [.. errors]);
        var had = Json(search);
        var asked = had.DeepClone().AsObject();
        // If space is a list, each part may name its own networks.
        if (given[SpaceKey].IsList)
            asked.Remove(NetworkKey);
        foreach (var property in json.EnumerateObject())
            asked[property.Name] = JsonNode.Parse(property.Value.GetRawText());
        var reading = SearchSpecReader.Read(JsonSerializer.SerializeToElement(asked), datasets, trainers, isBegun: true);
        if (reading.Spec is not { } spec)
            return reading;
        errors.AddRange(Changed(had, Json(spec), json));
        if (given[BudgetKey].IsGiven)
            errors.AddRange(CheckBudget(search.Budget, spec.Budget));
        return errors.Count == 0 ? reading : new(null, [.. errors]);
    }

    // The name may differ: it does not affect what is tried, and the user may have renamed the search.
    private static IEnumerable<ValidationError> Changed(JsonObject had, JsonObject now, JsonElement given) =>
        from key in given.EnumerateObject().Select(property => property.Name)
        where key is not (SpaceKey or NetworkKey or BatchKey or NameKey or BudgetKey) && !JsonNode.DeepEquals(had[key], now[key])
        select new ValidationError(
            key, $"must be the same as in the search, {Text(had[key])}, but is {Text(now[key])}; only its space can be extended: remove "
                + "the "
            + "line, or submit another search");

    /// <summary>
    /// Accepts a budget within the current one: a file may still contain the budget that was submitted, before the user extended it.
    /// </summary>
    private static IEnumerable<ValidationError> CheckBudget(Budget? had, Budget? given)
    {
        if (given is null || had == given || (had is not null && IsWithin(given, had)))
            yield break;
        yield return new(
            BudgetKey, $"must be the same as in the search, {(had is null ? "none" : BudgetText.Format(had))}, but is "
            + $"{BudgetText.Format(given)}; remove it"
            + (had is null ? ", because a search without a budget cannot get one"
                : ", or raise limits that the search has first: paretune search extend ID --budget-… NEW_LIMIT (the number of trials "
                    + "cannot be raised)"));
    }

    private static bool IsWithin(Budget given, Budget had) =>
        IsAtMost(given.Trials, had.Trials) && IsAtMost(given.Epochs, had.Epochs) && IsAtMost(given.Share, had.Share)
        && IsAtMost(given.Hours, had.Hours) && IsAtMost(given.WallHours, had.WallHours) && IsAtMost(given.NoProgress, had.NoProgress);

    private static bool IsAtMost(double? given, double? had) => given is null || given <= had;

    private static string Text(JsonNode? value) => value switch
    {
        null => "left out",
        JsonObject fields => $"{{ {string.Join(", ", fields.Select(field => $"{field.Key}: {Text(field.Value)}"))} }}",
        JsonArray list => $"[{string.Join(", ", list.Select(Text))}]",
        _ => value.ToString(),
    };

    // Nulls are removed, because the reader rejects a key that is given without a value.
    private static JsonObject Json(SearchSpec spec)
    {
        var root = JsonSerializer.SerializeToNode(spec.AsWritten(), ParetuneJson.Options)!.AsObject();
        RemoveNulls(root);
        return root;
    }

    private static void RemoveNulls(JsonObject node)
    {
        foreach (var (key, value) in node.ToList())
            if (value is null)
                node.Remove(key);
            else if (value is JsonObject inner)
                RemoveNulls(inner);
    }
}
