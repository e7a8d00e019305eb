using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using static Paretune.Client.Output.SvgShapes;

namespace Paretune.Client.Output;

/// <summary>One line of a chart.</summary>
/// <param name="IsDashed">Whether the line is dashed, for published values beside measured ones.</param>
internal sealed record ChartLine(string Name, ImmutableArray<ChartPoint> Points, bool IsDashed = false);

/// <param name="HalfWidth">Half the width of the error bar; null for none.</param>
internal readonly record struct ChartPoint(double X, double Y, double? HalfWidth = null);

/// <summary>Draws lines over integers as an SVG that needs no script and no embedded font.</summary>
/// <param name="Write">Formats a value of the vertical axis.</param>
internal sealed record LineChart(string Heading, string Across, Func<double, string> Write, ImmutableArray<ChartLine> Lines)
{
    private const int Width = 760, Left = 70, Right = 40, Top = 46, InnerHeight = 300, LegendRow = 20;
    private const int InnerWidth = Width - Left - Right, Foot = Top + InnerHeight;
    private const int MostUpTicks = 6, MostAcrossTicks = 12;

    // Between lines with error bars at the same place, so that the bars do not cover each other.
    private const int Gap = 6;

    // ColorBrewer's Dark2, which is safe for colour-blind readers.
    private static readonly string[] Colours = ["#1b9e77", "#d95f02", "#7570b3", "#e7298a", "#66a61e", "#a6761d"];

    private readonly ImmutableArray<ChartPoint> _points = [.. Lines.SelectMany(line => line.Points)];

    private readonly ImmutableArray<ChartLine> _withBars = [.. Lines.Where(line => line.Points.Any(point => point.HalfWidth is not null))];

    /// <summary>Returns the chart; null if no line has a point.</summary>
    public XElement? Draw() => _points.IsEmpty ? null : Picture(
        Width, Foot + 46 + LegendRow * Lines.Length, Left, Heading, UpAxis(), AcrossAxis(),
        Lines.Index().Select(line => Drawn(line.Item, Colours[line.Index % Colours.Length], line.Index)));

    private IEnumerable<XElement> UpAxis()
    {
        var step = RoundStep((Highest - Lowest) / MostUpTicks);
        for (var value = Math.Ceiling(Lowest / step) * step; value <= Highest; value += step)
        {
            yield return Line(Left, Y(value), Left + InnerWidth, Y(value));
            yield return Text(Left - 8, Y(value) + 4, Write(value), Ink, ("text-anchor", "end"));
        }
    }

    private IEnumerable<XElement> AcrossAxis()
    {
        var step = Math.Max(1, (int)Math.Ceiling((Last - First + 1) / MostAcrossTicks));
        for (var tick = First; tick <= Last; tick += step)
            yield return Text(X(tick), Foot + 18, tick.ToString("0", CultureInfo.InvariantCulture), Ink, ("text-anchor", "middle"));
        yield return Text(Left + InnerWidth, Foot + 34, Across, Ink, ("text-anchor", "end"));
    }

    private IEnumerable<XElement> Drawn(ChartLine line, string colour, int row)
    {
        var shift = _withBars.IndexOf(line) is >= 0 and var place ? (place - (_withBars.Length - 1) / 2.0) * Gap : 0;
        double X(double value) => Math.Round(this.X(value) + shift, 1);
        yield return new(
            Svg + "polyline",
            Attributes([
                ("points", string.Join(' ', line.Points.Select(point => FormattableString.Invariant($"{X(point.X)},{Y(point.Y)}")))),
                ("fill", "none"), ("stroke", colour), ("stroke-width", 2),
                .. line.IsDashed ? [("stroke-dasharray", "6 4")] : Array.Empty<(string, object)>()]));
        foreach (var point in line.Points)
        {
            if (point.HalfWidth is { } half)
                yield return Line(X(point.X), Y(point.Y - half), X(point.X), Y(point.Y + half), colour);
            yield return new(
                Svg + "circle", Attributes(("cx", X(point.X)), ("cy", Y(point.Y)), ("r", 4), ("fill", colour)),
                new XElement(Svg + "title", FormattableString.Invariant($"{line.Name}, {point.X:0}: {Write(point.Y)}")));
        }

        yield return Text(Left, Foot + 44 + row * LegendRow, $"{(line.IsDashed ? "┄" : "━")} {line.Name}", colour);
    }

    /// <summary>Returns the smallest of 1, 2 and 5 times a power of ten that is at least this much.</summary>
    private static double RoundStep(double least)
    {
        var decade = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return decade * ((double[])[1, 2, 5, 10]).First(digit => digit * decade >= least * (1 - 1e-9));
    }

    private double First => _points.Min(point => point.X);
    private double Last => _points.Max(point => point.X);

    // A margin above and below, also around a chart with a single value.
    private double Lowest => _points.Min(point => point.Y - (point.HalfWidth ?? 0)) - Air;
    private double Highest => _points.Max(point => point.Y + (point.HalfWidth ?? 0)) + Air;
    private double Air =>
        _points.Max(point => point.Y) is var most && _points.Min(point => point.Y) is var least && most > least
            ? (most - least) * 0.05 : Math.Max(Math.Abs(most), 1) * 0.05;

    private double X(double value) =>
        Math.Round(Last > First ? Left + (value - First) / (Last - First) * InnerWidth : Left + InnerWidth / 2.0, 1);

    private double Y(double value) => Math.Round(Foot - (value - Lowest) / (Highest - Lowest) * InnerHeight, 1);
}
