using System.Globalization;
using Paretune.Tuning.Paper;

namespace Paretune.Client.Reproduction;

/// <summary>Formats our measurements: with their intervals, and marked if the search was scaled down from its file.</summary>
/// <param name="seeds">The seeds of the run; a value from fewer seeds is marked.</param>
internal sealed class MeasuredResults(bool isScaled, int seeds)
{
    public string Mark { get; } = isScaled ? " *" : "";

    /// <summary>The mark in words, for a heading, in which a star would be overlooked.</summary>
    public string InWords { get; } = isScaled ? " (scaled down)" : "";

    public string Percent(SeedMean? share) =>
        Text(share, (mean, half) => half is null
            ? Formatter.Percent(mean) : string.Create(CultureInfo.InvariantCulture, $"{mean * 100:0.00} ± {half * 100:0.00} %"));

    public string Number(SeedMean? figure) =>
        Text(figure, (mean, half) => half is null
            ? Formatter.Number(mean, "0.000") : string.Create(CultureInfo.InvariantCulture, $"{mean:0.000} ± {half:0.000}"));

    private string Text(SeedMean? figure, Func<double, double?, string> write) => figure is null
        ? Formatter.Nothing
        : $"{write(figure.Mean, figure.HalfWidth)}{(figure.Count < seeds ? $" (n = {figure.Count})" : "")}{Mark}";
}
