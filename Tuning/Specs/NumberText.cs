using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Paretune.Tuning.Specs;

/// <summary>
/// Numbers as people type them into flags and forms: <c>200k</c>, <c>5M</c>, <c>1.5G</c>, <c>2T</c>, and <c>1-3</c> for 1, 2, 3 in a list.
/// Search files have plain numbers only.
/// </summary>
internal static partial class NumberText
{
    // The most values of a list.
    private const int MostValues = 1000;

    /// <summary>One value: a number if the text is one, otherwise as YAML reads it.</summary>
    public static JsonNode? Value(string text)
    {
        if (Suffixed().Match(text) is not { Success: true } match)
            return YamlText.Plain(text);
        var times = match.Groups["unit"].Value switch { "k" or "K" => 1e3m, "M" => 1e6m, "G" => 1e9m, "T" => 1e12m, _ => 1m };
        return decimal.TryParse(match.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number < decimal.MaxValue / times
            ? JsonNode.Parse((number * times).ToString("0.############################", CultureInfo.InvariantCulture))
            : JsonValue.Create(text);
    }

    /// <summary>One entry of a list, which may be a range of whole numbers.</summary>
    public static ImmutableArray<JsonNode?> Values(string text)
    {
        if (Span().Match(text) is { Success: true } match
            && int.TryParse(match.Groups["from"].Value, CultureInfo.InvariantCulture, out var from)
            && int.TryParse(match.Groups["to"].Value, CultureInfo.InvariantCulture, out var to) && from <= to && to - from < MostValues)
            return [.. Enumerable.Range(from, to - from + 1).Select(number => (JsonNode?)JsonValue.Create(number))];
        return [Value(text) ?? JsonValue.Create(text)];
    }

    [GeneratedRegex(@"^(?<number>[0-9]{1,12}(\.[0-9]{1,9})?)(?<unit>[kKMGT])\z")]
    private static partial Regex Suffixed();

    [GeneratedRegex(@"^(?<from>[0-9]{1,9})-(?<to>[0-9]{1,9})\z")]
    private static partial Regex Span();
}
