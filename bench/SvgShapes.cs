using System.Globalization;
using System.Xml.Linq;

namespace Paretune.Bench;

/// <summary>Shared parts of SVG pictures. Lengths are rounded to a tenth.</summary>
internal static class SvgShapes
{
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static XElement Picture(int width, int height, params IEnumerable<object> content) => new(
        Svg + "svg",
        Attributes(
            ("viewBox", $"0 0 {width} {height}"), ("width", width), ("height", height), ("font-family", "system-ui, sans-serif"),
            ("font-size", 12)),
        content);

    public static XElement Shape(string name, params (string, object)[] attributes) => new(Svg + name, Attributes(attributes));

    public static XElement Style(string rules) => new(Svg + "style", rules);

    public static XElement Text(double x, double y, string text, params (string, object)[] more) =>
        new(Svg + "text", Attributes([("x", x), ("y", y), .. more]), text);

    private static IEnumerable<XAttribute> Attributes(params (string Name, object Value)[] attributes) =>
        attributes.Select(one => new XAttribute(one.Name, one.Value is double number
            ? Math.Round(number, 1).ToString(CultureInfo.InvariantCulture) : Convert.ToString(one.Value, CultureInfo.InvariantCulture)!));
}
