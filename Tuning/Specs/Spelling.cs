namespace Paretune.Tuning.Specs;

/// <summary>Suggests the known name that a mistyped one was meant to be.</summary>
public static class Spelling
{
    private const int LongestName = 80;

    /// <summary>Formats the error for an unknown name, with the nearest known name and all known names.</summary>
    /// <param name="what">The kind of name, such as "network".</param>
    public static string Unknown(string what, string name, IReadOnlyCollection<string> known)
    {
        var nearest = Nearest(name, known);
        var guess = nearest is null ? "" : $"did you mean \"{nearest}\"? ";
        return $"unknown {what} \"{Shortened(name)}\"; {guess}known: {(known.Count == 0 ? "none" : string.Join(", ", known))}";
    }

    /// <summary>Formats the allowed names, as in "knee, widest or cheapest".</summary>
    public static string OneOf(IReadOnlyList<string> names) =>
        names is [var only] ? only : $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";

    /// <summary>Returns the known name with the smallest edit distance; null if none is close.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        if (name.Length > LongestName)
            return null;
        var nearest = known.MinBy(candidate => Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant()));

        // With more than half the letters wrong, it is not a typing error of that name.
        return nearest is not null && Distance(name.ToLowerInvariant(), nearest.ToLowerInvariant()) * 2 <= nearest.Length ? nearest : null;
    }

    /// <summary>Returns a value for a message, truncated if it is long.</summary>
    public static string Shortened(string value) => value.Length <= LongestName ? value : $"{value[..LongestName]}…";

    // Levenshtein distance, with one row of the table in memory.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replace = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
