using System.Collections.Immutable;

namespace Paretune.Dashboard.Charts;

/// <summary>
/// A scatter chart that the server draws as part of the page, seconds before the chart library has run in a slow browser. Places are shares
/// of the plane's width and height, 0 to 1, from the left and from the bottom.
/// </summary>
/// <param name="XTitle">Title of the horizontal axis.</param>
/// <param name="YTitle">Title of the vertical axis.</param>
/// <param name="Marks">Groups of marks; later groups are drawn on top.</param>
public sealed record ChartPreview(
    string XTitle, string YTitle, ImmutableArray<PreviewTick> XTicks, ImmutableArray<PreviewTick> YTicks,
    ImmutableArray<PreviewMarks> Marks);

/// <summary>A labelled tick on an axis.</summary>
public readonly record struct PreviewTick(double Place, string Text);

/// <summary>Marks of one kind.</summary>
/// <param name="Colour">A custom property of the style sheet, such as <c>--front</c>.</param>
/// <param name="Symbol">The symbol's name in plotly. Open symbols are drawn as rings, the star as a star, all others as dots.</param>
/// <param name="Size">Size of a mark in pixels.</param>
/// <param name="Line">Corners of the line that joins the marks; empty for none.</param>
public sealed record PreviewMarks(
    string Name, string Colour, string Symbol, int Size, ImmutableArray<(double X, double Y)> Places,
    ImmutableArray<(double X, double Y)> Line)
{
    public bool IsHollow => Symbol.EndsWith("-open", StringComparison.Ordinal);

    public bool IsStar => Symbol == "star";
}
