using System.Xml.Linq;
using Paretune.Client.Output;
using Paretune.Client.Reproduction;

namespace Paretune.Client.Tests.Reproduction;

public sealed class ReportTests
{
    private static readonly ReportPage Page = new("Ours & theirs", [
        ReportSection.From(
            "Table 3", ["first <paragraph>", ""], [new("rows", ["a", "b"], [["x|y", "<2>"]])],
            new LineChart("chart", "δ", value => $"{value}", [new("ours", [new(1, 2)])]).Draw(), null)]);

    [Fact]
    public void Markdown_has_text_and_tables_and_no_cell_breaks_its_row()
    {
        Assert.Equal(
            "# Ours & theirs\n\n## Table 3\n\nfirst <paragraph>\n\n**rows**\n\n| a | b |\n| --- | --- |\n| x\\|y | <2> |\n",
            ReportMarkdown.Format(Page));
    }

    [Fact]
    public void The_page_is_one_file_with_its_chart_that_asks_for_nothing_else()
    {
        var html = ReportHtml.Format(Page);

        var page = XElement.Parse(html["<!doctype html>\n".Length..]);
        Assert.Single(page.Descendants(SvgShapes.Svg + "svg"));
        Assert.Equal(["x|y", "<2>"], page.Descendants("td").Select(cell => cell.Value));
        Assert.DoesNotContain(page.DescendantsAndSelf().Attributes(), attribute => attribute.Name.LocalName is "src" or "href");
    }
}
