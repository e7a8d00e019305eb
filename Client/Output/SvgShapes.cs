using System.Globalization;
using System.Xml.Linq;

namespace Paretune.Client.Output;

/// <summary>Shared parts and colours of SVG pictures.</summary>
internal static class SvgShapes
{
    public const string Ink = "#24292f", Faint = "#8c959f", Lines = "#d8dee4";

    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Returns a picture with a white background and a heading.</summary>
    public static XElement Picture(int width, int height, int left, string heading, params IEnumerable<object> content) => new(
        Svg + "svg",
        Attributes(
            ("viewBox", $"0 0 {width} {height}"), ("width", width), ("height", height), ("font-family", "system-ui, sans-serif"),
            ("font-size", 12)),
        new XElement(Svg + "rect", Attributes(("width", width), ("height", height), ("fill", "#ffffff"))),
        Text(left, 26, heading, Ink, ("font-size", 15)),
        content);

    public static XElement Line(double x, double y, double toX, double toY, string colour = Lines) =>
        new(Svg + "line", Attributes(("x1", x), ("y1", y), ("x2", toX), ("y2", toY), ("stroke", colour)));

    public static XElement Text(double x, double y, string text, string colour, params (string, object)[] more) =>
        new(Svg + "text", Attributes([("x", x), ("y", y), ("fill", colour), .. more]), text);

    public static IEnumerable<XAttribute> Attributes(params (string Name, object Value)[] attributes) =>
        attributes.Select(attribute => new XAttribute(attribute.Name, Convert.ToString(attribute.Value, CultureInfo.InvariantCulture)!));
}
