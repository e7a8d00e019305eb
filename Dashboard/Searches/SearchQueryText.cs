using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Searches;

/// <summary>A <see cref="SearchQuery"/> as the query part of an address, such as <c>state=running,paused&amp;owner=ann</c>.</summary>
internal static class SearchQueryText
{
    public const string Everything = "all";

    // Each is a condition of its own, and SQLite allows 1,000.
    private const int MostWords = 100, MostTags = 100;

    private static readonly string[] States = [.. Enum.GetNames<SearchState>().Select(name => name.ToLowerInvariant())];
    private static readonly string[] ArchivedValues = ["false", "true", Everything];

    /// <summary>Reads which searches, and which page, a query asks for.</summary>
    /// <returns>The query, and whether it asks for one page or for all; the list of errors is empty if the query is valid.</returns>
    public static (SearchQuery Query, bool OnePage, ImmutableArray<ValidationError> Errors) Read(IQueryCollection from)
    {
        var errors = ImmutableArray.CreateBuilder<ValidationError>();
        var query = new SearchQuery
        {
            States = [.. Split(from["state"]).Select(state => State(state, errors)).OfType<SearchState>()],
            Owner = Line("owner", from["owner"], errors),
            Dataset = Line("dataset", from["dataset"], errors),
            Text = Words(from["text"], errors),
            Archived = Archived(Text(from["archived"]), errors),
            Cursor = Line("cursor", from["cursor"], errors),
            Tags = Tags(from["tag"], errors),
            Ids = Ids(from["id"], errors),
        };
        var limit = Text(from["limit"]);
        return (
            query with { Limit = Limit(limit, errors) ?? query.Limit }, limit is not null || query.Cursor is not null,
            errors.ToImmutable());
    }

    /// <summary>
    /// Writes a query that <see cref="Read"/> accepts, without a limit; empty for the newest searches that are not archived.
    /// </summary>
    public static string Write(SearchQuery query)
    {
        (string Key, string? Value)[] parts =
        [
            ("state", query.States.IsEmpty ? null : string.Join(',', query.States.Select(state => $"{state}".ToLowerInvariant()))),
            ("id", query.Ids.IsEmpty ? null : string.Join(',', query.Ids)),
            ("owner", query.Owner), ("dataset", query.Dataset), .. query.Tags.Select(tag => ("tag", (string?)tag)), ("text", query.Text),
            ("archived", query.Archived is false ? null : query.Archived is true ? "true" : Everything),
            ("cursor", query.Cursor),
        ];
        return string.Join(
            '&', parts.Where(part => part.Value is { Length: > 0 }).Select(part => $"{part.Key}={Uri.EscapeDataString(part.Value!)}"));
    }

    private static string[] Split(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    /// <summary>Reads text that is compared in the ledger; PostgreSQL accepts no NUL.</summary>
    private static string? Line(string field, string? value, ImmutableArray<ValidationError>.Builder errors)
    {
        var text = Text(value);
        if (text?.Any(char.IsControl) == true)
            errors.Add(new(
                field, $"must not contain control characters, but is {JsonSerializer.Serialize(Spelling.Shortened(text))}; remove them"));
        return text;
    }

    private static string? Words(string? value, ImmutableArray<ValidationError>.Builder errors)
    {
        var text = Line("text", value, errors);
        if (text?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length is > MostWords and var words)
            errors.Add(new("text", $"must have at most {MostWords} words, but has {words}; remove some"));
        return text;
    }

    private static ImmutableArray<string> Tags(IEnumerable<string?> values, ImmutableArray<ValidationError>.Builder errors)
    {
        ImmutableArray<string> tags = [.. values.Select(tag => Line("tag", tag, errors)).OfType<string>()];
        if (tags.Length > MostTags)
            errors.Add(new("tag", $"must be given at most {MostTags} times, but is given {tags.Length} times; remove some"));
        return tags;
    }

    private static SearchState? State(string name, ImmutableArray<ValidationError>.Builder errors)
    {
        if (States.Contains(name.ToLowerInvariant()))
            return Enum.Parse<SearchState>(name, ignoreCase: true);
        errors.Add(new("state", $"must be one or more of {string.Join(", ", States)}, separated by commas, but is \"{name}\""));
        return null;
    }

    private static ImmutableArray<SearchId> Ids(string? list, ImmutableArray<ValidationError>.Builder errors)
    {
        var ids = Split(list);
        if (ids.Length > SearchQuery.LargestPage)
            errors.Add(new("id", $"must be {SearchQuery.LargestPage} ids at most, but there are {ids.Length}"));
        foreach (var id in ids.Where(id => !SearchIds.IsPossible(id)).Take(1))
            errors.Add(new("id", $"must be ids of searches, separated by commas, but has \"{id}\""));
        return [.. ids.Distinct().Select(id => new SearchId(id))];
    }

    private static bool? Archived(string? text, ImmutableArray<ValidationError>.Builder errors)
    {
        if (text is not null && !ArchivedValues.Contains(text))
            errors.Add(new("archived", $"must be one of {string.Join(", ", ArchivedValues)}, but is \"{text}\""));
        return text == Everything ? null : text == "true";
    }

    private static int? Limit(string? text, ImmutableArray<ValidationError>.Builder errors)
    {
        if (text is null)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1
            and <= SearchQuery.LargestPage)
            return limit;
        errors.Add(new("limit", $"must be a whole number from 1 to {SearchQuery.LargestPage}, but is \"{text}\""));
        return null;
    }
}
