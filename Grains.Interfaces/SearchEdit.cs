using System.Collections.Immutable;

namespace Paretune;

/// <summary>Changes to a search's name, note and tags. Null or empty parts are unchanged.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.SearchEdit")]
public sealed record SearchEdit
{
    public const int MostTags = 20;

    [Id(0)] public string? Name { get; init; }

    /// <summary>The new note; empty to remove it, null to keep it.</summary>
    [Id(1)] public string? Note { get; init; }

    [Id(2)] public ImmutableArray<string> AddTags { get; init; } = [];
    [Id(3)] public ImmutableArray<string> RemoveTags { get; init; } = [];

    /// <summary>Tags are compared ignoring case.</summary>
    public static StringComparer TagComparer => StringComparer.OrdinalIgnoreCase;

    /// <summary>Returns tags after adding and removing some, in ascending order.</summary>
    public static ImmutableArray<string> Tags(IEnumerable<string> had, IEnumerable<string> added, IEnumerable<string> removed)
    {
        var without = removed.ToHashSet(TagComparer);
        return [.. had.Concat(added).Where(tag => !without.Contains(tag)).Distinct(TagComparer).Order(StringComparer.Ordinal)];
    }
}
