using System.Collections.Immutable;

namespace Paretune.Client.Reproduction;

/// <summary>Formats a report as Markdown: all text and tables, without charts.</summary>
internal static class ReportMarkdown
{
    // Line breaks are the same on every system.
    private const string Line = "\n", Blank = "\n\n";

    public static string Format(ReportPage report) =>
        $"{string.Join(Blank, [$"# {report.Title}", .. report.Sections.SelectMany(Blocks)])}{Line}";

    private static IEnumerable<string> Blocks(ReportSection section) =>
        [$"## {section.Title}", .. section.Paragraphs, .. section.Tables.SelectMany(Blocks)];

    private static IEnumerable<string> Blocks(ReportTable table)
    {
        if (table.Caption.Length > 0)
            yield return $"**{table.Caption}**";
        yield return string.Join(Line, [Row(table.Headers), Row([.. table.Headers.Select(_ => "---")]), .. table.Rows.Select(Row)]);
    }

    private static string Row(ImmutableArray<string> cells) =>
        $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |";
}
