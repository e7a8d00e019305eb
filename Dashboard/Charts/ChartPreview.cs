using System.Collections.Immutable;

namespace Paretune.Dashboard.Charts;

/// <summary>
/// A chart of marks as the server draws it itself: it comes with the page, seconds before the charts' library has run in a slow browser.
/// Places are shares of the plane's width and height, 0 to 1, counted from the left and from below.
/// </summary>
/// <param name="XTitle">What the horizontal axis shows.</param>
/// <param name="YTitle">What the vertical axis shows.</param>
/// <param name="Marks">The last lie on top.</param>
public sealed record ChartPreview(
    string XTitle, string YTitle, ImmutableArray<PreviewTick> XTicks, ImmutableArray<PreviewTick> YTicks,
    ImmutableArray<PreviewMarks> Marks);

/// <summary>A labelled place on an axis.</summary>
public readonly record struct PreviewTick(double Place, string Text);

/// <summary>Marks of one kind.</summary>
/// <param name="Colour">Name of the style sheet's, such as <c>--front</c>.</param>
/// <param name="Symbol">As plotly names it: the open ones are drawn as rings, the star as a star, all others as dots.</param>
/// <param name="Size">Of a mark, in pixels.</param>
/// <param name="Line">Corners of the line that joins them; empty where none does.</param>
public sealed record PreviewMarks(
    string Name, string Colour, string Symbol, int Size, ImmutableArray<(double X, double Y)> Places,
    ImmutableArray<(double X, double Y)> Line)
{
    public bool IsHollow => Symbol.EndsWith("-open", StringComparison.Ordinal);

    public bool IsStar => Symbol == "star";
}
