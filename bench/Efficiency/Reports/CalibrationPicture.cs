using System.Collections.Immutable;
using System.Xml.Linq;
using static Paretune.Bench.SvgShapes;

namespace Paretune.Bench.Efficiency.Reports;

/// <summary>
/// Draws the range of each bin, the share of trials that really ended above their opponent, and the mean stated probability. The picture
/// suits light and dark pages.
/// </summary>
internal static class CalibrationPicture
{
    private const int Width = 760, Height = 300, Left = 70, Right = 40, Top = 60, Bottom = 240, Lines = 4;

    // Width of a bin's band as a share of its column.
    private const double Band = 0.6;

    private const string Rules = """

            .ink { fill: #24292f; } .grid { stroke: #d8dee4; } .bin { fill: #0969da; fill-opacity: .18; } .real { fill: #0969da; }
            .stated { stroke: #cf222e; stroke-width: 2; }
            @media (prefers-color-scheme: dark) {
              .ink { fill: #e6edf3; } .grid { stroke: #3d444d; } .bin { fill: #7cc4ff; fill-opacity: .22; } .real { fill: #7cc4ff; }
              .stated { stroke: #ff9a92; }
            }

        """;

    public static string Create(ImmutableArray<CalibrationBin> bins) => Picture(
        Width, Height,
        [
            Style(Rules),
            Ink(Left, 24, "Trials that ended above their opponent, by predicted chance", ("font-size", 15)),
            Ink(Left, 44, "band: range of predicted chances; dot: observed share; line: mean predicted chance"),
            .. Enumerable.Range(0, Lines + 1).SelectMany(line => Line((double)line / Lines)),
            .. bins.Index().SelectMany(
                one => Bin(one.Item, Left + (one.Index + 0.5) * (Width - Left - Right) / bins.Length, bins.Length)),
        ]).ToString() + "\n";

    private static IEnumerable<XElement> Line(double share)
    {
        yield return Horizontal("grid", Left, Width - Right, At(share));
        yield return Ink(Left - 8, At(share) + 4, FormattableString.Invariant($"{100 * share:0} %"), ("text-anchor", "end"));
    }

    private static IEnumerable<XElement> Bin(CalibrationBin bin, double middle, int bins)
    {
        var half = Band / 2 * (Width - Left - Right) / bins;
        yield return Shape(
            "rect", ("x", middle - half), ("y", At(bin.To)), ("width", 2 * half), ("height", At(bin.From) - At(bin.To)), ("class", "bin"));
        if (bin.Count > 0)
        {
            yield return Horizontal("stated", middle - half, middle + half, At(bin.Stated));
            var dot = Shape("circle", ("cx", middle), ("cy", At(bin.Above)), ("r", 5), ("class", "real"));
            dot.Add(new XElement(Svg + "title", $"predicted {bin.Name}: {Share(bin)} ended above"));
            yield return dot;
        }

        yield return Ink(middle, Bottom + 24, $"predicted {bin.Name}", ("text-anchor", "middle"));
        yield return Ink(middle, Bottom + 42, bin.Count > 0 ? Share(bin) : "none", ("text-anchor", "middle"));
    }

    private static string Share(CalibrationBin bin) => FormattableString.Invariant($"{100 * bin.Above:0.0} % of {bin.Count:N0}");

    private static double At(double share) => Bottom - share * (Bottom - Top);

    private static XElement Horizontal(string kind, double from, double to, double y) =>
        Shape("line", ("x1", from), ("y1", y), ("x2", to), ("y2", y), ("class", kind));

    private static XElement Ink(double x, double y, string text, params (string, object)[] more) =>
        Text(x, y, text, [("class", "ink"), .. more]);
}
