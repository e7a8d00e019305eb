using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Paretune.Tuning.Specs;

/// <summary>
/// A range as one text, for flags and forms: <c>0.1..0.5 step 0.1</c>, <c>1e-4..0.1 log</c>, <c>1e-4..0.1 log steps 4</c>, <c>16..256
/// log2</c>. It becomes the object of a search file; the reader of search files checks its numbers.
/// </summary>
internal static partial class RangeText
{
    /// <summary>The object; null if the text is not a range.</summary>
    public static JsonObject? Read(string text)
    {
        var match = Form().Match(text.Trim());
        if (!match.Success)
            return null;
        var range = new JsonObject { ["from"] = Number(match.Groups["from"]), ["to"] = Number(match.Groups["to"]) };
        if (match.Groups["scale"].Success)
            range["scale"] = match.Groups["scale"].Value;
        if (match.Groups["key"].Success)
            range[match.Groups["key"].Value] = Number(match.Groups["by"]);
        return range;
    }

    /// <summary>The text; null if the object is not a range.</summary>
    public static string? Write(JsonObject range)
    {
        if (range["from"] is null || range["to"] is null)
            return null;
        var scale = range["scale"]?.ToString() is { } name and not "linear" ? $" {name}" : "";
        var by = range["step"] is { } step ? $" step {step}" : range["steps"] is { } steps ? $" steps {steps}" : "";
        return $"{range["from"]}..{range["to"]}{scale}{by}";
    }

    private static JsonNode? Number(Group part) => NumberText.Value(part.Value) ?? JsonValue.Create(part.Value);

    [GeneratedRegex(@"^(?<from>[^\s,]+?)\.\.(?<to>[^\s,]+)(\s+(?<scale>linear|log|log2))?(\s+(?<key>steps?)\s+(?<by>[^\s,]+))?\z")]
    private static partial Regex Form();
}
