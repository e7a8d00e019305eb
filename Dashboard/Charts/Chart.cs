using System.Collections.Immutable;

namespace Paretune.Dashboard.Charts;

/// <summary>A chart for plotly, with a text and a table for users who cannot see it.</summary>
/// <param name="Summary">One or two sentences on what the chart shows and what stands out.</param>
/// <param name="Traces">Plotly's traces. Colours are custom properties of the style sheet, such as <c>--front</c>.</param>
/// <param name="Layout">Plotly's layout, merged over the defaults in charts.js.</param>
/// <param name="Preview">Shown until plotly has drawn the chart; null for a chart that is not visible at first.</param>
public sealed record Chart(
    string Title, string Summary, ImmutableArray<object> Traces, object Layout, ChartTable Table, ChartPreview? Preview = null);

/// <summary>The data of a chart as rows, created only when it is shown.</summary>
/// <param name="Rows">The rows; the first cell of each names the row.</param>
public sealed record ChartTable(ImmutableArray<string> Columns, Func<IReadOnlyList<ImmutableArray<string>>> Rows);
