using System.Collections.Immutable;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Submission;

/// <summary>A line of a search file with its errors.</summary>
public sealed record MarkedLine(long Number, string Text, ImmutableArray<string> Errors);

/// <summary>A search file with its errors at their lines.</summary>
internal static class MarkedYaml
{
    /// <summary>Returns all lines. The error for a missing key is at the line where the key belongs, or is left out.</summary>
    public static ImmutableArray<MarkedLine> Lines(string text, IEnumerable<ValidationError> errors)
    {
        var reading = YamlText.Read(new StringReader(text));
        var marks = reading.Errors.Select(error => (error.Line, error.Message))
            .Concat(errors.Select(error => (Line: LineOf(error.Field, reading.Lines), Message: $"{error.Field}: {error.Message}")))
            .ToLookup(mark => mark.Line, mark => mark.Message);
        return
        [
            .. text.TrimEnd('\n').Split('\n').Select((line, index) => new MarkedLine(index + 1, line, [.. marks[index + 1].Distinct()])),
        ];
    }

    private static long LineOf(string field, IReadOnlyDictionary<string, long> lines)
    {
        for (var path = field; path.Length > 0; path = path.LastIndexOfAny(['.', '[']) is > 0 and var end ? path[..end] : "")
            if (lines.TryGetValue(path, out var line))
                return line;
        return 0;
    }
}
