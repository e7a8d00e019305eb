using System.Collections.Immutable;

namespace Paretune.Dashboard.Charts;

/// <summary>A chart as plotly takes it, with a text and a table for users who cannot see it.</summary>
/// <param name="Summary">One or two sentences: what it shows and what stands out.</param>
/// <param name="Traces">Plotly's traces. Colours are names of the style sheet's, such as <c>--front</c>.</param>
/// <param name="Layout">Plotly's layout, over the defaults in charts.js.</param>
/// <param name="Preview">What is shown until plotly has drawn it; null for a chart that is never visible first.</param>
public sealed record Chart(
    string Title, string Summary, ImmutableArray<object> Traces, object Layout, ChartTable Table, ChartPreview? Preview = null);

/// <summary>What a chart shows, as rows. Made only when somebody looks.</summary>
/// <param name="Rows">One row each; the first cell names it.</param>
public sealed record ChartTable(ImmutableArray<string> Columns, Func<IReadOnlyList<ImmutableArray<string>>> Rows);
