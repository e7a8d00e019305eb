using System.Collections.Immutable;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Submission;

/// <summary>A line of a search file with its errors.</summary>
public sealed record MarkedLine(long Number, string Text, ImmutableArray<string> Faults);

/// <summary>A search file with its errors at their lines.</summary>
internal static class MarkedYaml
{
    /// <summary>Returns all lines. The error for a missing key is at the line where the key belongs, or is left out.</summary>
    public static ImmutableArray<MarkedLine> Lines(string text, IEnumerable<Fault> faults)
    {
        var reading = YamlText.Read(new StringReader(text));
        var marks = reading.Faults.Select(fault => (fault.Line, fault.Message))
            .Concat(faults.Select(fault => (Line: LineOf(fault.Field, reading.Lines), Message: $"{fault.Field}: {fault.Message}")))
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
