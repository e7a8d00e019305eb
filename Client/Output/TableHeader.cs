namespace Paretune.Client.Output;

/// <summary>A column of a table that drops columns if the terminal is narrow.</summary>
/// <param name="Importance">Columns with the lowest importance are dropped first; 0 is never dropped.</param>
/// <param name="IsProse">Whether cells may be wrapped between words. Ids and numbers must not be: half of one looks like another.</param>
internal sealed record TableHeader(string Title, int Importance, bool IsRight = false, bool IsProse = false)
{
    /// <summary>The name in options, because a title such as δ is hard to type.</summary>
    public string Name { get; init; } = Title;

    /// <summary>Whether the column is shown only if requested by name.</summary>
    public bool IsExtra { get; init; }

    /// <summary>Returns whether a name refers to this column, ignoring case, spaces and dashes.</summary>
    public bool IsCalled(string name) =>
        name == Title || Letters(name) is { Length: > 0 } letters && (letters == Letters(Name) || letters == Letters(Title));

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}

/// <summary>A column of a table of items: its cells, and the keys to sort by.</summary>
internal sealed record TableColumn<T>(TableHeader Header, Func<T, string> Cell)
{
    /// <summary>Returns an item's sort key; null if it has none. Items without a key come last in either order.</summary>
    public Func<T, IComparable?> Key { get; init; } = item => Cell(item);

    /// <summary>Whether the default sort order is descending, as for accuracies.</summary>
    public bool IsHighestFirst { get; init; }
}
