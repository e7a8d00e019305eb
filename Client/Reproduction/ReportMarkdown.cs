using System.Text;

namespace Paretune.Client.Reproduction;

/// <summary>A report as Markdown: all of its text and tables, without the charts.</summary>
internal static class ReportMarkdown
{
    public static string Of(ReportPage report)
    {
        var text = new StringBuilder();
        Line(text, $"# {report.Title}");
        foreach (var section in report.Sections)
        {
            Line(text, $"\n## {section.Title}");
            foreach (var paragraph in section.Paragraphs)
                Line(text, $"{paragraph}\n");
            foreach (var table in section.Tables)
                Write(text, table);
        }

        return $"{text.ToString().TrimEnd()}\n";
    }

    private static void Write(StringBuilder text, ReportTable table)
    {
        if (table.Caption.Length > 0)
            Line(text, $"**{table.Caption}**\n");
        Row(text, table.Headers);
        Row(text, table.Headers.Select(_ => "---"));
        foreach (var row in table.Rows)
            Row(text, row);
        Line(text, "");
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) =>
        Line(text, $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |");

    // The same on every system.
    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
