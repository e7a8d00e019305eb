using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Paretune.Tuning.Specs;

/// <summary>A file's content (null if it is not YAML), the line of each path, and the errors of the YAML itself.</summary>
public sealed record YamlReadResult(JsonNode? Root, IReadOnlyDictionary<string, long> Lines, IReadOnlyList<LineError> Errors)
{
    /// <summary>The numbers that JSON cannot represent as written, such as <c>007</c>, with their text, by path.</summary>
    public IReadOnlyDictionary<string, string> Written { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>An error and its line, from 1.</summary>
public readonly record struct LineError(long Line, string Message);
