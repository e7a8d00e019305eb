using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Paretune.Tuning.Specs;

/// <summary>What a file holds (null where it is no YAML), on which line each path stands, and what is wrong with the YAML itself.</summary>
public sealed record YamlReading(JsonNode? Root, IReadOnlyDictionary<string, long> Lines, IReadOnlyList<LineFault> Faults)
{
    /// <summary>Numbers as they are written, by their paths, where JSON has another way: <c>007</c>.</summary>
    public IReadOnlyDictionary<string, string> Written { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>Something wrong on a line, from 1.</summary>
public readonly record struct LineFault(long Line, string Message);
