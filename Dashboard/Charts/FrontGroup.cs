namespace Paretune.Dashboard.Charts;

/// <summary>Trials that the front chart marks alike.</summary>
/// <param name="Colour">A custom property of the style sheet, such as <c>--front</c>.</param>
/// <param name="Symbol">The symbol's name in plotly.</param>
/// <param name="Size">Size of a mark in pixels.</param>
/// <param name="IsJoined">Whether a line joins the marks.</param>
internal sealed record FrontGroup(
    string Name, IReadOnlyList<TrialView> Trials, string Colour, string Symbol, int Size, bool IsJoined = false);
