using System.Globalization;
using System.Xml.Linq;
using Paretune.Client.Models;
using static Paretune.Client.Output.SvgShapes;

namespace Paretune.Client.Output;

/// <summary>
/// Draws a range test as an SVG: each step's loss and the smoothed loss against the learning rate on a logarithmic axis, with a line at the
/// suggestion. Colours follow the reader's light or dark theme.
/// </summary>
internal sealed class RatePicture
{
    private const int Width = 760, Height = 420, Left = 70, Right = 40, Top = 62, Bottom = 56;
    private const int InnerWidth = Width - Left - Right, InnerHeight = Height - Top - Bottom, Foot = Top + InnerHeight;
    private const int LossTicks = 5;

    // Diverging losses would flatten the valley, so the axis ends at this multiple of the distance from the lowest loss to the first.
    private const double Shown = 1.5;

    private const string Style =
        ".back { fill: #ffffff; } .ink { fill: #24292f; } .grid { stroke: #d8dee4; } .raw { fill: #8c959f; fill-opacity: .7; } "
        + ".smooth { stroke: #0969da; stroke-width: 2; fill: none; } .found { stroke: #cf222e; stroke-dasharray: 5 4; } "
        + ".say { fill: #cf222e; } @media (prefers-color-scheme: dark) { .back { fill: #0d1117; } .ink { fill: #e6edf3; } "
        + ".grid { stroke: #3d444d; } .raw { fill: #9198a1; } .smooth { stroke: #7cc4ff; } .found { stroke: #ff9a92; } "
        + ".say { fill: #ff9a92; } }";

    private readonly RateFinding _found;
    private readonly double _least, _most, _from, _to;

    private RatePicture(RateFinding found)
    {
        _found = found;
        (_from, _to) = (Math.Log10(found.Steps[0].Rate), Math.Log10(found.Steps[^1].Rate));
        var smoothed = found.Steps.Select(step => step.Smoothed).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        _least = smoothed.Min();
        _most = Math.Max(_least + 0.01, _least + Shown * (smoothed[0] - _least));
        var air = (_most - _least) * 0.1;
        (_least, _most) = (_least - air, _most + air);
    }

    /// <param name="found">A result with at least one step.</param>
    public static XDocument Create(RateFinding found) => new(new RatePicture(found).Draw());

    private XElement Draw() => new(
        Svg + "svg",
        Attributes(
            ("viewBox", $"0 0 {Width} {Height}"), ("width", Width), ("height", Height), ("font-family", "system-ui, sans-serif"),
            ("font-size", 12)),
        new XElement(Svg + "style", Style),
        new XElement(Svg + "rect", Attributes(("width", Width), ("height", Height), ("class", "back"))),
        Say(Left, 26, $"Loss by learning rate: {_found.Network} on {_found.Dataset}, batch {_found.BatchSize}", "ink", ("font-size", 15)),
        Say(Left, 46, "dots: each step; line: smoothed", "ink"),
        Losses(), Rates(), Dots(), Smoothed(), Suggested());

    private IEnumerable<XElement> Losses()
    {
        for (var i = 0; i < LossTicks; i++)
        {
            var loss = _least + i / (LossTicks - 1.0) * (_most - _least);
            yield return Stroke(Left, Y(loss), Left + InnerWidth, Y(loss), "grid");
            yield return Say(Left - 8, Y(loss) + 4, loss.ToString("0.00", CultureInfo.InvariantCulture), "ink", ("text-anchor", "end"));
        }
    }

    private IEnumerable<XElement> Rates()
    {
        for (var power = Math.Ceiling(_from - 1e-9); power <= _to + 1e-9; power++)
        {
            var x = X(Math.Pow(10, power));
            yield return Stroke(x, Top, x, Foot, "grid");
            yield return Say(x, Foot + 20, RateTables.Rate(Math.Pow(10, power)), "ink", ("text-anchor", "middle"));
        }

        yield return Say(Left + InnerWidth, Foot + 42, "learning rate", "ink", ("text-anchor", "end"));
    }

    private IEnumerable<XElement> Dots() => _found.Steps.Where(step => IsShown(step.Loss)).Select(step => new XElement(
        Svg + "circle", Attributes(("cx", X(step.Rate)), ("cy", Y(step.Loss)), ("r", 3), ("class", "raw")),
        new XElement(
            Svg + "title", FormattableString.Invariant($"step {step.Step}, rate {RateTables.Rate(step.Rate)}: {step.Loss:0.000}"))));

    private XElement Smoothed() => new(
        Svg + "polyline",
        Attributes(
            ("points", string.Join(' ', _found.Steps.Where(step => IsShown(step.Smoothed)).Select(
                step => FormattableString.Invariant($"{X(step.Rate)},{Y(step.Smoothed)}")))), ("class", "smooth")));

    private IEnumerable<XElement> Suggested()
    {
        if (_found.Suggestion is not { } rate)
            yield break;
        var (x, isRight) = (X(rate), X(rate) > Left + InnerWidth * 0.7);
        yield return Stroke(x, Top, x, Foot, "found");
        yield return Say(
            isRight ? x - 6 : x + 6, Top + 14, $"suggested {RateTables.Rate(RateTables.Rounded(rate))}", "say",
            ("text-anchor", isRight ? "end" : "start"));
    }

    private bool IsShown(double loss) => loss >= _least && loss <= _most;

    private static XElement Stroke(double x, double y, double toX, double toY, string look) =>
        new(Svg + "line", Attributes(("x1", x), ("y1", y), ("x2", toX), ("y2", toY), ("class", look)));

    private static XElement Say(double x, double y, string text, string look, params (string, object)[] more) =>
        new(Svg + "text", Attributes([("x", x), ("y", y), ("class", look), .. more]), text);

    private double X(double rate) => Math.Round(Left + (Math.Log10(rate) - _from) / (_to - _from) * InnerWidth, 1);

    private double Y(double loss) => Math.Round(Foot - (loss - _least) / (_most - _least) * InnerHeight, 1);
}
