using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;

namespace Paretune.Bench.Efficiency.Reports;

/// <summary>
/// For each bin where the share that really ended above should lie, where it lies, and what was stated; for light and dark pages.
/// </summary>
internal static class CalibrationPicture
{
    private const int Width = 760, Height = 300, Left = 70, Right = 40, Top = 60, Bottom = 240, Lines = 4;

    // Of a bin's place, what its band takes.
    private const double Band = 0.6;

    private const string Style = """

            .ink { fill: #24292f; } .grid { stroke: #d8dee4; } .bin { fill: #0969da; fill-opacity: .18; } .real { fill: #0969da; }
            .stated { stroke: #cf222e; stroke-width: 2; }
            @media (prefers-color-scheme: dark) {
              .ink { fill: #e6edf3; } .grid { stroke: #3d444d; } .bin { fill: #7cc4ff; fill-opacity: .22; } .real { fill: #7cc4ff; }
              .stated { stroke: #ff9a92; }
            }

        """;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static string Of(ImmutableArray<CalibrationBin> bins) => new XElement(
        Svg + "svg",
        Attributes(
            ("viewBox", $"0 0 {Width} {Height}"), ("width", Width), ("height", Height), ("font-family", "system-ui, sans-serif"),
            ("font-size", 12)),
        new XElement(Svg + "style", Style),
        Text(Left, 24, "Trials that really ended above, by the chance that was stated", ("font-size", 15)),
        Text(Left, 44, "band: where the share should lie; dot: where it lies; line: the mean that was stated"),
        Enumerable.Range(0, Lines + 1).SelectMany(line => Line((double)line / Lines)),
        bins.Index().SelectMany(one => Bin(one.Item, Left + (one.Index + 0.5) * (Width - Left - Right) / bins.Length, bins.Length)))
        .ToString() + "\n";

    private static IEnumerable<XElement> Line(double share)
    {
        yield return Horizontal("grid", Left, Width - Right, At(share));
        yield return Text(Left - 8, At(share) + 4, FormattableString.Invariant($"{100 * share:0} %"), ("text-anchor", "end"));
    }

    private static IEnumerable<XElement> Bin(CalibrationBin bin, double middle, int bins)
    {
        var half = Band / 2 * (Width - Left - Right) / bins;
        yield return new(Svg + "rect", Attributes(
            ("x", middle - half), ("y", At(bin.To)), ("width", 2 * half), ("height", At(bin.From) - At(bin.To)), ("class", "bin")));
        if (bin.Count > 0)
        {
            yield return Horizontal("stated", middle - half, middle + half, At(bin.Stated));
            yield return new(Svg + "circle", Attributes(("cx", middle), ("cy", At(bin.Above)), ("r", 5), ("class", "real")),
                new XElement(Svg + "title", $"stated {bin.Name}: {Share(bin)} ended above"));
        }

        yield return Text(middle, Bottom + 24, $"stated {bin.Name}", ("text-anchor", "middle"));
        yield return Text(middle, Bottom + 42, bin.Count > 0 ? Share(bin) : "none", ("text-anchor", "middle"));
    }

    private static string Share(CalibrationBin bin) => FormattableString.Invariant($"{100 * bin.Above:0.0} % of {bin.Count:N0}");

    private static double At(double share) => Bottom - share * (Bottom - Top);

    private static XElement Horizontal(string kind, double from, double to, double y) =>
        new(Svg + "line", Attributes(("x1", from), ("y1", y), ("x2", to), ("y2", y), ("class", kind)));

    private static XElement Text(double x, double y, string text, params (string, object)[] more) =>
        new(Svg + "text", Attributes([("x", x), ("y", y), ("class", "ink"), .. more]), text);

    private static IEnumerable<XAttribute> Attributes(params (string Name, object Value)[] attributes) =>
        attributes.Select(one => new XAttribute(one.Name, one.Value is double number
            ? Math.Round(number, 1).ToString(CultureInfo.InvariantCulture) : Convert.ToString(one.Value, CultureInfo.InvariantCulture)!));
}
