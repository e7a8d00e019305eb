using System.Xml.Linq;

namespace Paretune.Client.Reproduction;

/// <summary>Formats a report as one HTML page without a network, scripts or other files.</summary>
internal static class ReportHtml
{
    private const string Style = """
        body { font: 15px/1.5 system-ui, sans-serif; color: #24292f; background: #ffffff;
          max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
        caption { text-align: left; font-weight: 600; padding: .3rem 0; }
        th, td { border-bottom: 1px solid #d8dee4; padding: .25rem .7rem; text-align: left; }
        th { font-weight: 600; }
        .wide { overflow-x: auto; }
        svg { max-width: 100%; height: auto; }
        """;

    public static string Format(ReportPage report) => $"<!doctype html>\n{new XElement(
        "html", new XAttribute("lang", "en"),
        new XElement("head",
            new XElement("meta", new XAttribute("charset", "utf-8")),
            new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width")),
            new XElement("title", report.Title), new XElement("style", Style)),
        new XElement("body", new XElement("h1", report.Title), report.Sections.Select(Create)))}\n";

    private static XElement Create(ReportSection section) => new(
        "section",
        new XElement("h2", section.Title),
        section.Paragraphs.Select(paragraph => new XElement("p", paragraph)),
        section.Charts.Select(chart => new XElement("figure", chart)),
        section.Tables.Select(table => new XElement("div", new XAttribute("class", "wide"), Create(table))));

    private static XElement Create(ReportTable table) => new(
        "table",
        table.Caption.Length > 0 ? new XElement("caption", table.Caption) : null,
        new XElement("thead", new XElement("tr", table.Headers.Select(header => new XElement("th", header)))),
        new XElement("tbody", table.Rows.Select(row => new XElement("tr", row.Select(cell => new XElement("td", cell))))));
}
