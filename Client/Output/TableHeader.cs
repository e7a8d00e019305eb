namespace Paretune.Client.Output;

/// <summary>A column of a table that gives up whole columns where a terminal is narrow.</summary>
/// <param name="Importance">The least goes first; 0 never goes.</param>
/// <param name="IsProse">Whether it may be folded between words. Ids and numbers never are: half of one looks like another.</param>
internal sealed record TableHeader(string Title, int Importance, bool IsRight = false, bool IsProse = false)
{
    /// <summary>As options name it; a title such as δ is hard to type.</summary>
    public string Name { get; init; } = Title;

    /// <summary>Whether it is shown only where it is asked for by name.</summary>
    public bool IsExtra { get; init; }

    /// <summary>Whether a user means this column: case, spaces and dashes do not matter.</summary>
    public bool IsCalled(string name) =>
        name == Title || Letters(name) is { Length: > 0 } letters && (letters == Letters(Name) || letters == Letters(Title));

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}

/// <summary>A column of a table of items: its cells, and what the rows are sorted by.</summary>
internal sealed record TableColumn<T>(TableHeader Header, Func<T, string> Cell)
{
    /// <summary>Null where an item has none; those come last, however the rows are sorted.</summary>
    public Func<T, IComparable?> Key { get; init; } = item => Cell(item);

    /// <summary>Whether one looks for the highest first, as for accuracies.</summary>
    public bool IsHighestFirst { get; init; }
}
