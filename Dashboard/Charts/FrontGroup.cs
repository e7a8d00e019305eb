namespace Paretune.Dashboard.Charts;

/// <summary>Trials that a front's picture marks in the same way.</summary>
/// <param name="Colour">Name of the style sheet's, such as <c>--front</c>.</param>
/// <param name="Symbol">As plotly names it.</param>
/// <param name="Size">Of a mark, in pixels.</param>
/// <param name="IsJoined">Whether a line joins them.</param>
internal sealed record FrontGroup(
    string Name, IReadOnlyList<TrialView> Trials, string Colour, string Symbol, int Size, bool IsJoined = false);
