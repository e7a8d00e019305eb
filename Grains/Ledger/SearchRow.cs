using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Paretune.Grains.Ledger;

/// <summary>
/// The columns of a search's row. The properties that searches are filtered by have columns of their own. The rest is JSON without the
/// search's specification, which may be long and is in the search's first entry; only the parts of it that users change later are in the
/// row.
/// </summary>
internal sealed record SearchRow(
    long Sequence, string State, string Owner, string Dataset, string Words, string Tags, string Summary)
{
    /// <summary>Adds the row's columns to the table <c>searches</c>, in SQLite and PostgreSQL alike.</summary>
    public const string Columns = """
        ALTER TABLE searches ADD COLUMN state text;
        ALTER TABLE searches ADD COLUMN owner text;
        ALTER TABLE searches ADD COLUMN dataset text;
        ALTER TABLE searches ADD COLUMN words text;
        ALTER TABLE searches ADD COLUMN summary text;
        ALTER TABLE searches ADD COLUMN summary_sequence bigint;
        ALTER TABLE searches ADD COLUMN archived boolean NOT NULL DEFAULT false;
        ALTER TABLE searches ADD COLUMN deleted boolean NOT NULL DEFAULT false;
        ALTER TABLE searches ADD COLUMN erased boolean NOT NULL DEFAULT false;
        CREATE INDEX searches_created ON searches (created DESC, id) WHERE created IS NOT NULL;
        CREATE INDEX searches_deleted ON searches (id) WHERE deleted;
        """;

    public const string TagsColumn = "ALTER TABLE searches ADD COLUMN tags text;";

    /// <summary>Sets the columns to parameters of the same names.</summary>
    public const string Set =
        "state = @state, owner = @owner, dataset = @dataset, words = @words, tags = @tags, summary = @summary, "
        + "summary_sequence = @summary_sequence";

    public const string SequenceColumn = "summary_sequence";

    /// <summary>The columns without a row: all null.</summary>
    public static IReadOnlyList<(string Name, object Value)> None { get; } =
        [.. new SearchRow(0, "", "", "", "", "", "").Values.Select(column => (column.Name, (object)DBNull.Value))];

    private static readonly JsonSerializerOptions WithoutSpec = new(ParetuneJson.Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { ReplaceSpec } },
    };

    public static SearchRow From(SearchView view) => new(
        view.Sequence, NameOf(view.State), view.Owner, view.Spec.Dataset, Searched(view), Lines(view.Tags),
        JsonSerializer.Serialize(view, WithoutSpec));

    /// <summary>Formats a tag for the column <c>tags</c>, with its separators.</summary>
    public static string Line(string tag) => $"\n{tag.ToLowerInvariant()}\n";

    /// <summary>Returns the row to write with these entries; null to leave it out of date.</summary>
    /// <exception cref="ArgumentException">The row does not describe the search after the last entry.</exception>
    public static SearchRow? After(IReadOnlyList<LedgerEntry> entries, SearchView? row) => row is null || entries.Count == 0 ? null
        : row.Sequence == entries[^1].Sequence ? From(row)
        : throw new ArgumentException(
            $"the row of search {row.Id} must describe it after entry {entries[^1].Sequence}, but describes it after entry {row.Sequence}",
            nameof(row));

    /// <summary>Formats a state for the column <c>state</c>.</summary>
    public static string NameOf(SearchState state) => state.ToString().ToLowerInvariant();

    /// <summary>Reads the search from its row.</summary>
    /// <param name="summary">The column <c>summary</c>.</param>
    /// <param name="started">The body of the search's first entry.</param>
    /// <exception cref="JsonException">One of the two is damaged.</exception>
    public static SearchView View(string summary, string started, bool archived)
    {
        var first = JsonSerializer.Deserialize<Specified>(started, ParetuneJson.Options)!.Spec;
        var view = JsonSerializer.Deserialize<SearchView>(summary, WithoutSpec)!;
        var now = JsonSerializer.Deserialize<Changed>(summary, ParetuneJson.Options)!.Spec;
        var spec = first with
        {
            Name = view.Name,
            Budget = now?.Budget ?? first.Budget,
            Networks = now?.Networks ?? first.Networks,
            Space = now?.Space ?? first.Space,
        };
        return view with { Spec = spec, Archived = archived };
    }

    /// <summary>The columns' values by name.</summary>
    public IReadOnlyList<(string Name, object Value)> Values =>
    [
        ("state", State), ("owner", Owner), ("dataset", Dataset), ("words", Words), ("tags", Tags), ("summary", Summary),
        (SequenceColumn, Sequence),
    ];

    /// <summary>The part of a <see cref="SearchStarted"/> that lists need; the dataset's classes alone may be hundreds of names.</summary>
    private sealed record Specified
    {
        public required SearchSpec Spec { get; init; }
    }

    /// <summary>The part of a summary that holds the changes to the specification; null in rows of earlier versions.</summary>
    private sealed record Changed(ChangedSpec? Spec);

    /// <summary>What users may have changed in a specification besides the name; null for what was not changed.</summary>
    private sealed record ChangedSpec(Budget? Budget, ImmutableArray<string>? Networks, Space? Space)
    {
        public static ChangedSpec From(SearchView view) => view.SpaceExtensions.IsEmpty
            ? new(view.Spec.Budget, null, null) : new(view.Spec.Budget, view.Spec.Networks, view.Spec.Space);
    }

    private static string Searched(SearchView view) =>
        string.Join('\n', [view.Name, view.Id.Value, view.Spec.Dataset, .. view.Spec.Networks, .. view.Tags, view.Note])
            .ToLowerInvariant();

    private static string Lines(IEnumerable<string> tags) => string.Concat(tags.Select(Line));

    private static void ReplaceSpec(JsonTypeInfo type)
    {
        if (type.Type != typeof(SearchView))
            return;
        foreach (
            var member in type.Properties.Where(
                member => member.AttributeProvider is System.Reflection.MemberInfo { Name: nameof(SearchView.Spec) }).ToList())
            type.Properties.Remove(member);
        var changed = type.CreateJsonPropertyInfo(typeof(ChangedSpec), "spec");
        changed.Get = view => ChangedSpec.From((SearchView)view);
        type.Properties.Add(changed);
    }
}
