using System.Collections.Immutable;
using System.Xml.Linq;

namespace Paretune.Client.Reproduction;

/// <summary>The comparison with the paper, as written to HTML and Markdown.</summary>
internal sealed record ReportPage(string Title, ImmutableArray<ReportSection> Sections);

/// <summary>One table or figure of the paper, with our results.</summary>
/// <param name="Charts">SVG charts, shown only in HTML; their values are also in the tables.</param>
internal sealed record ReportSection(
    string Title, ImmutableArray<string> Paragraphs, ImmutableArray<ReportTable> Tables, ImmutableArray<XElement> Charts)
{
    public static ReportSection From(
        string title, IEnumerable<string> paragraphs, IEnumerable<ReportTable> tables, params IEnumerable<XElement?> charts) =>
        new(title, [.. paragraphs.Where(paragraph => paragraph.Length > 0)], [.. tables], [.. charts.OfType<XElement>()]);
}

/// <param name="Caption">What the rows are; empty if the section says it.</param>
internal sealed record ReportTable(string Caption, ImmutableArray<string> Headers, ImmutableArray<ImmutableArray<string>> Rows);
