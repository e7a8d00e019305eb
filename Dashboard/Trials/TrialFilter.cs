using System.Collections.Immutable;
using System.Globalization;

namespace Paretune.Dashboard.Trials;

/// <summary>
/// A filter on one property of trials: for a number a range, such as <c>0.1..0.5</c>, <c>&gt;80</c> or <c>&lt;5M</c>; for a word a part of
/// it or several, <c>sgd|adam</c>, or the whole word after an equals sign.
/// </summary>
/// <param name="Text">The filter as typed.</param>
internal sealed record TrialFilter(TrialProperty Fact, string Text)
{
    private const string Between = "..";

    /// <summary>The key in the address, where filters are written as <c>accuracy:>80;network:vgg16</c>.</summary>
    public const string Key = "where";

    private double Least { get; init; } = double.NegativeInfinity;

    private double Greatest { get; init; } = double.PositiveInfinity;

    /// <summary>The error in the text; null if it is valid.</summary>
    public string? Error { get; private init; }

    public bool Allows(TrialView trial)
    {
        if (Error is not null)
            return true;
        if (Fact.Number is { } number)
            return number(trial) is var value && value >= Least && value <= Greatest;
        var text = Fact.Text(trial);
        return Text.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Any(word => word[0] == '='
                ? text.Equals(word[1..], StringComparison.OrdinalIgnoreCase) : text.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Parses a typed filter; null if the text is empty.</summary>
    public static TrialFilter? From(TrialProperty fact, string? text)
    {
        if (text?.Trim() is not { Length: > 0 } asked)
            return null;
        var filter = new TrialFilter(fact, asked);
        if (fact.Number is null)
            return filter;
        var isStrict = asked[0] is '<' or '>' && !asked.AsSpan(1).StartsWith("=");
        var (least, greatest) = asked switch
        {
            ['>', ..] => (asked.TrimStart('>', '='), ""),
            ['<', ..] => ("", asked.TrimStart('<', '=')),
            _ when asked.IndexOf(Between, StringComparison.Ordinal) is >= 0 and var at => (asked[..at], asked[(at + Between.Length)..]),
            _ => (asked, asked),
        };
        return Number(fact, least, double.NegativeInfinity) is { } from && Number(fact, greatest, double.PositiveInfinity) is { } to
            && least.Length + greatest.Length > 0
            ? filter with { Least = isStrict ? Above(from) : Below(from), Greatest = isStrict ? Below(to) : Above(to) }
            : filter with { Error = $"must be a range such as 1..5, >3 or <5M, but is \"{asked}\"" };
    }

    /// <summary>Returns a filter for a range, such as one drawn along an axis.</summary>
    public static TrialFilter Range(TrialProperty fact, double least, double greatest) =>
        From(fact, $"{Written(fact, least)}{Between}{Written(fact, greatest)}")!;

    /// <summary>Parses the filters in the address; properties that do not exist are ignored.</summary>
    public static ImmutableArray<TrialFilter> Parse(string? text, ImmutableArray<TrialProperty> facts) =>
    [
        .. (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split(':', 2))
            .Where(part => part.Length == 2)
            .Select(part => facts.FirstOrDefault(fact => fact.Key == part[0]) is { } fact ? From(fact, part[1]) : null)
            .OfType<TrialFilter>().DistinctBy(filter => filter.Fact.Key),
    ];

    /// <summary>Formats filters for <see cref="Parse"/>, with one property's filter replaced; null removes it.</summary>
    public static string With(ImmutableArray<TrialFilter> filters, TrialProperty fact, string? text) => string.Join(
        ';', filters.Where(filter => filter.Fact.Key != fact.Key).Select(filter => $"{filter.Fact.Key}:{filter.Text}")
            .Concat(string.IsNullOrWhiteSpace(text) ? [] : [$"{fact.Key}:{text.Replace(";", "", StringComparison.Ordinal).Trim()}"]));

    public bool Equals(TrialFilter? other) => Fact.Key == other?.Fact.Key && Text == other.Text;

    public override int GetHashCode() => HashCode.Combine(Fact.Key, Text);

    private static double? Number(TrialProperty fact, string text, double open)
    {
        var number = text.Trim();
        if (number.Length == 0)
            return open;
        var (digits, scale) = char.ToLowerInvariant(number[^1]) switch
        {
            'k' => (number[..^1], 1e3),
            'm' when !number.EndsWith("ms", StringComparison.OrdinalIgnoreCase) => (number[..^1], 1e6),
            'g' => (number[..^1], 1e9),
            't' => (number[..^1], 1e12),
            '%' => (number[..^1], fact.IsShare ? 1 : double.NaN),
            _ => (number, 1),
        };
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value * scale)
            ? value * scale * (fact.IsShare ? 0.01 : 1)
            : null;
    }

    private static string Written(TrialProperty fact, double value) =>
        (fact.IsShare ? 100 * value : value).ToString("G5", CultureInfo.InvariantCulture);

    // A tolerance, because decimals have no exact doubles: a typed 0.1 must match a computed 0.1. One step more, because the tolerance of
    // zero is zero, and > 0 must exclude it.
    private static double Below(double value) =>
        double.IsFinite(value) ? Math.BitDecrement(value - Math.Abs(value) * 1e-9) : value;

    private static double Above(double value) =>
        double.IsFinite(value) ? Math.BitIncrement(value + Math.Abs(value) * 1e-9) : value;
}
