using System.Globalization;
using System.Text;

namespace Paretune.EndToEnd.Tests.Telemetry;

/// <summary>Formats one trace as text, one line per span, each below its parent.</summary>
internal static class TraceTree
{
    public static string Format(IReadOnlyCollection<ToldSpan> spans)
    {
        var text = new StringBuilder();
        foreach (var root in spans.Where(span => spans.All(other => other.Id != span.Parent)))
            Add(text, root, spans, depth: 0);
        return text.ToString();
    }

    private static void Add(StringBuilder text, ToldSpan span, IReadOnlyCollection<ToldSpan> spans, int depth)
    {
        text.Append(new string(' ', 2 * depth)).Append(span.Name).Append(
            CultureInfo.InvariantCulture, $"  {(span.End - span.Start) / 1e6:0.0} ms  {span.Process}");
        foreach (var (name, value) in span.Attributes.Where(pair => pair.Key.StartsWith("paretune.", StringComparison.Ordinal)))
            text.Append(CultureInfo.InvariantCulture, $"  {name["paretune.".Length..]}={Short(value)}");
        foreach (var (trace, linked) in span.Links)
            text.Append(CultureInfo.InvariantCulture, $"  → trace {trace[..8]}… span {linked}");
        text.Append('\n');
        foreach (var inner in spans.Where(other => other.Parent == span.Id).OrderBy(other => other.Start))
            Add(text, inner, spans, depth + 1);
    }

    private static string Short(string value) =>
        double.TryParse(value, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("0.####", CultureInfo.InvariantCulture) : value;
}
