using System.Globalization;
using Paretune.Tuning.Formatting;

namespace Paretune.Tuning.Metrics;

/// <summary>How the values of a metric are formatted.</summary>
public sealed record MetricFormat
{
    /// <summary>A share of 0 to 1, shown in per cent.</summary>
    public static MetricFormat Share { get; } = new()
    {
        Cell = share => Formatter.Percent(share),
        InSentence = share => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0#} %"),
        Ticks = ".1%",
        Least = 0.001,
        Most = 1,
    };

    /// <summary>A whole number with an SI prefix; 0 means not known.</summary>
    public static MetricFormat Count { get; } = new()
    {
        Cell = count => count > 0 ? Formatter.Amount(count) : Formatter.Nothing,
        InSentence = Short,
        Ticks = ".3s",
        Least = 1,
        IsWhole = true,
    };

    public static MetricFormat Milliseconds { get; } = Decimal("0.000", "0.###", ".3s", " ms");

    public static MetricFormat Seconds { get; } = Decimal("0.0", "0.#", ".3s", " s");

    public static MetricFormat Loss { get; } = Decimal("0.000", "0.###", ".2f");

    /// <summary>Any number, with enough digits to tell values apart.</summary>
    public static MetricFormat Number(string? unit, double? most) =>
        Decimal("0.####", "0.####", ".3~s", unit is null ? "" : $" {unit}") with { Most = most, Least = 1e-9 };

    /// <summary>Formats a value for a table or an axis, without the unit: "84.25 %", "4.10 M".</summary>
    public required Func<double, string> Cell { get; init; }

    /// <summary>Formats a value for a sentence, with fewer digits: "84.2 %", "4.1 M".</summary>
    public required Func<double, string> InSentence { get; init; }

    /// <summary>The format of a chart's axis, in d3's notation.</summary>
    public required string Ticks { get; init; }

    /// <summary>The lowest value that a logarithm is taken of; smaller values count as this.</summary>
    public required double Least { get; init; }

    /// <summary>The highest possible value; null if unbounded.</summary>
    public double? Most { get; init; }

    /// <summary>The unit to add after <see cref="Cell"/> if no title states it: " ms".</summary>
    public string Suffix { get; init; } = "";

    public bool IsWhole { get; init; }

    private static MetricFormat Decimal(string cell, string inSentence, string ticks, string suffix = "") => new()
    {
        Cell = value => Formatter.Number(value, cell),
        InSentence = value => Formatter.Number(value, inSentence),
        Ticks = ticks,
        Least = 0.001,
        Suffix = suffix,
    };

    private static string Short(double count) => count switch
    {
        >= 1e12 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e12:0.##} T"),
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e9:0.##} G"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0.##} M"),
        >= 1e4 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e3:0.#} k"),
        _ => count.ToString(CultureInfo.InvariantCulture),
    };
}
