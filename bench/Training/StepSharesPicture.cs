using System.Globalization;
using System.Xml.Linq;

namespace Paretune.Bench.Training;

/// <summary>A bar for each case, its parts beside each other, and marks where the machine's limits would end it.</summary>
internal static class StepSharesPicture
{
    private const int Width = 860, Left = 190, Right = 40, Top = 92, Row = 34, Bar = 18;

    private const string Ink = "#24292f", Faint = "#57606a";

    private static readonly string[] Colours = ["#8c959f", "#56b4e9", "#e69f00", "#cc79a7"];
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static string Of(IReadOnlyList<StepShares> all, double flops, double bytesPerSecond)
    {
        var height = Top + (all.Count * Row) + 34;
        return new XElement(
            Svg + "svg",
            Attributes(
                ("viewBox", $"0 0 {Width} {height}"), ("width", Width), ("height", height), ("font-family", "system-ui, sans-serif"),
                ("font-size", 12)),
            new XElement(Svg + "rect", Attributes(("width", Width), ("height", height), ("fill", "#ffffff"))),
            Text(16, 24, "Where a training step's CPU time goes, one thread", Ink, ("font-size", 15)),
            Legend(all[0]),
            all.Index().SelectMany(one => Line(one.Item, Top + (one.Index * Row))),
            Text(16, height - 12, FormattableString.Invariant(
                $"Limits: products at {flops / 1e9:0} GFLOP/s (│), maps through memory at {bytesPerSecond / 1e9:0.0} GB/s (┆).")
                    + " 100 % is the step.", Faint)).ToString();
    }

    private static IEnumerable<XElement> Legend(StepShares shares)
    {
        foreach (var (i, ((name, _), colour)) in shares.Parts.Zip(Colours).Index())
        {
            var (x, y) = (16 + (i % 2 * 300), 40 + (i / 2 * 20));
            yield return Rectangle(x, y, 12, 12, colour);
            yield return Text(x + 17, y + 10, name, Ink);
        }
    }

    private static IEnumerable<XElement> Line(StepShares shares, double y)
    {
        var (x, scale) = ((double)Left, (Width - Left - Right) / shares.Step);
        yield return Text(16, y + 13, shares.Case.Name, Ink);
        foreach (var ((_, milliseconds), colour) in shares.Parts.Zip(Colours))
        {
            var wide = milliseconds * scale;
            yield return Rectangle(x, y, wide, Bar, colour);
            if (wide > 40)
                yield return Text(x + (wide / 2), y + 13, $"{100 * milliseconds / shares.Step:0} %", Ink, ("text-anchor", "middle"));
            x += wide;
        }

        yield return Mark(Left + (shares.Arithmetic * scale), y, "");
        yield return Mark(Left + (shares.Memory * scale), y, "3 2");
    }

    private static XElement Mark(double x, double y, string dashes) => new(Svg + "line", Attributes(
        ("x1", x), ("x2", x), ("y1", y - 4), ("y2", y + Bar + 4), ("stroke", Ink), ("stroke-width", 2), ("stroke-dasharray", dashes)));

    private static XElement Rectangle(double x, double y, double width, double height, string colour) =>
        new(Svg + "rect", Attributes(("x", x), ("y", y), ("width", width), ("height", height), ("fill", colour)));

    private static XElement Text(double x, double y, string text, string colour, params (string, object)[] more) =>
        new(Svg + "text", Attributes([("x", x), ("y", y), ("fill", colour), .. more]), text);

    private static IEnumerable<XAttribute> Attributes(params (string Name, object Value)[] attributes) =>
        attributes.Select(one => new XAttribute(one.Name, one.Value is double number
            ? Math.Round(number, 1).ToString(CultureInfo.InvariantCulture) : Convert.ToString(one.Value, CultureInfo.InvariantCulture)!));
}
