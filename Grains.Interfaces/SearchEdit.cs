using System.Collections.Immutable;

namespace Paretune;

/// <summary>How a search is to be called from now on. Parts that are null or empty stay as they are.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.SearchEdit")]
public sealed record SearchEdit
{
    public const int MostTags = 20;

    [Id(0)] public string? Name { get; init; }

    /// <summary>Empty to remove it.</summary>
    [Id(1)] public string? Note { get; init; }

    [Id(2)] public ImmutableArray<string> AddTags { get; init; } = [];
    [Id(3)] public ImmutableArray<string> RemoveTags { get; init; } = [];

    /// <summary>How tags are compared: ignoring case.</summary>
    public static StringComparer TagComparer => StringComparer.OrdinalIgnoreCase;

    /// <summary>Tags with some added and some removed, in ascending order.</summary>
    public static ImmutableArray<string> Tags(IEnumerable<string> had, IEnumerable<string> added, IEnumerable<string> removed)
    {
        var without = removed.ToHashSet(TagComparer);
        return [.. had.Concat(added).Where(tag => !without.Contains(tag)).Distinct(TagComparer).Order(StringComparer.Ordinal)];
    }
}
