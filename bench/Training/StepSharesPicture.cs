using System.Xml.Linq;
using static Paretune.Bench.SvgShapes;

namespace Paretune.Bench.Training;

/// <summary>Draws a bar for each case with its parts side by side, and marks the limits that the machine sets.</summary>
internal static class StepSharesPicture
{
    private const int Width = 860, Left = 190, Right = 40, Top = 92, Row = 34, Bar = 18;

    private const string Ink = "#24292f", Faint = "#57606a";

    private static readonly string[] Colours = ["#8c959f", "#56b4e9", "#e69f00", "#cc79a7"];

    public static string Create(IReadOnlyList<StepShares> all, double flops, double bytesPerSecond)
    {
        var height = Top + (all.Count * Row) + 34;
        return Picture(
            Width, height,
            [
                Shape("rect", ("width", Width), ("height", height), ("fill", "#ffffff")),
                Coloured(16, 24, "Where a training step's CPU time goes, one thread", Ink, ("font-size", 15)),
                .. Legend(all[0]),
                .. all.Index().SelectMany(one => Line(one.Item, Top + (one.Index * Row))),
                Coloured(16, height - 12, FormattableString.Invariant(
                    $"Limits: products at {flops / 1e9:0} GFLOP/s (│), maps through memory at {bytesPerSecond / 1e9:0.0} GB/s (┆).")
                        + " 100 % is the step.", Faint),
            ]).ToString();
    }

    private static IEnumerable<XElement> Legend(StepShares shares)
    {
        foreach (var (i, ((name, _), colour)) in shares.Parts.Zip(Colours).Index())
        {
            var (x, y) = (16 + (i % 2 * 300), 40 + (i / 2 * 20));
            yield return Rectangle(x, y, 12, 12, colour);
            yield return Coloured(x + 17, y + 10, name, Ink);
        }
    }

    private static IEnumerable<XElement> Line(StepShares shares, double y)
    {
        var (x, scale) = ((double)Left, (Width - Left - Right) / shares.Step);
        yield return Coloured(16, y + 13, shares.Case.Name, Ink);
        foreach (var ((_, milliseconds), colour) in shares.Parts.Zip(Colours))
        {
            var wide = milliseconds * scale;
            yield return Rectangle(x, y, wide, Bar, colour);
            if (wide > 40)
                yield return Coloured(x + (wide / 2), y + 13, $"{100 * milliseconds / shares.Step:0} %", Ink, ("text-anchor", "middle"));
            x += wide;
        }

        yield return Mark(Left + (shares.Arithmetic * scale), y, "");
        yield return Mark(Left + (shares.Memory * scale), y, "3 2");
    }

    private static XElement Mark(double x, double y, string dashes) => Shape(
        "line", ("x1", x), ("x2", x), ("y1", y - 4), ("y2", y + Bar + 4), ("stroke", Ink), ("stroke-width", 2),
        ("stroke-dasharray", dashes));

    private static XElement Rectangle(double x, double y, double width, double height, string colour) =>
        Shape("rect", ("x", x), ("y", y), ("width", width), ("height", height), ("fill", colour));

    private static XElement Coloured(double x, double y, string text, string colour, params (string, object)[] more) =>
        Text(x, y, text, [("fill", colour), .. more]);
}
