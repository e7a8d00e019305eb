namespace Paretune.Tuning.Specs;

/// <summary>Finds what a mistyped name was meant to be.</summary>
public static class Spelling
{
    private const int LongestName = 80;

    /// <summary>Formats an error for an unknown name, with the nearest known one and all that there are.</summary>
    /// <param name="what">What the name refers to, such as "network".</param>
    public static string Unknown(string what, string name, IReadOnlyCollection<string> known)
    {
        var nearest = Nearest(name, known);
        var guess = nearest is null ? "" : $"did you mean \"{nearest}\"? ";
        return $"unknown {what} \"{Shortened(name)}\"; {guess}known: {(known.Count == 0 ? "none" : string.Join(", ", known))}";
    }

    /// <summary>What may be named, as in "knee, widest or cheapest".</summary>
    public static string OneOf(IReadOnlyList<string> names) =>
        names is [var only] ? only : $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";

    /// <summary>The known name with the fewest letters to change, or null when none is close enough to be meant.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        if (name.Length > LongestName)
            return null;
        var nearest = known.MinBy(candidate => Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant()));

        // Half the letters wrong is no longer a slip of the finger.
        return nearest is not null && Distance(name.ToLowerInvariant(), nearest.ToLowerInvariant()) * 2 <= nearest.Length ? nearest : null;
    }

    /// <summary>A value for a message; a long one is truncated.</summary>
    public static string Shortened(string value) => value.Length <= LongestName ? value : $"{value[..LongestName]}…";

    // Levenshtein with one row of the table.
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
