using System.Globalization;

namespace Paretune.Grains.Ledger;

/// <summary>A query as SQL, in SQLite and PostgreSQL alike: a condition made of constants, and the values of its parameters.</summary>
internal sealed class SearchFilter
{
    private readonly List<string> _conditions = ["created IS NOT NULL", "summary IS NOT NULL"];
    private readonly List<(string Name, object Value)> _values = [];

    public SearchFilter(SearchQuery query)
    {
        if (!query.States.IsDefaultOrEmpty)
            _conditions.Add($"state IN ({string.Join(", ", query.States.Select(state => $"'{SearchRow.NameOf(state)}'"))})");
        if (!query.Ids.IsDefaultOrEmpty)
            AddIds(query.Ids);
        Add("archived = @archived", "archived", query.Archived);
        Add("owner = @owner", "owner", query.Owner);
        Add("dataset = @dataset", "dataset", query.Dataset);
        foreach (var (number, tag) in (query.Tags.IsDefault ? [] : query.Tags).Index())
            Add($@"tags LIKE @tag{number} ESCAPE '\'", $"tag{number}", $"%{Escaped(SearchRow.Line(tag))}%");
        var words = (query.Text ?? "").ToLowerInvariant().Split(
            ' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var (number, word) in words.Index())
            Add($@"words LIKE @word{number} ESCAPE '\'", $"word{number}", $"%{Escaped(word)}%");
    }

    public string Condition => string.Join(" AND ", _conditions);

    public IReadOnlyList<(string Name, object Value)> Values => _values;

    private void AddIds(IReadOnlyCollection<SearchId> ids)
    {
        _conditions.Add($"id IN ({string.Join(", ", ids.Index().Select(one => $"@id{one.Index}"))})");
        _values.AddRange(ids.Index().Select(one => ($"id{one.Index}", (object)one.Item.Value)));
    }

    private void Add(string condition, string name, object? value)
    {
        if (value is null)
            return;
        _conditions.Add(condition);
        _values.Add((name, value));
    }

    private static string Escaped(string word) => word.Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}

/// <summary>A position in the list, newest first: when the search was created, and its id to break ties.</summary>
internal readonly record struct SearchCursor(DateTime Created, string Id)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Created.Ticks}-{Id}");

    /// <exception cref="ArgumentException">The text did not come from <see cref="ToString"/>.</exception>
    public static SearchCursor Parse(string cursor) =>
        cursor.Split('-', 2) is [var created, var id]
            && long.TryParse(created, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
            ? new(new(ticks, DateTimeKind.Utc), id)
            : throw new ArgumentException($"must be a cursor from an earlier page of the list, but is \"{cursor}\"", nameof(cursor));
}
