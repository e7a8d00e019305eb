using System.Collections.Immutable;
using System.Text.Json;

namespace Paretune.Dashboard.Charts;

/// <summary>Computes what changed in a chart since it was last sent to a browser, because most changes affect one trace of many.</summary>
internal sealed class ChartChange
{
    // JSON has no NaN and infinities; plotly leaves a gap for null.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new GapConverter() } };

    private ImmutableArray<string> _traces = [];
    private string _layout = "";

    /// <summary>Returns what the browser does not have yet; null if it has everything.</summary>
    public object? Next(Chart chart)
    {
        ImmutableArray<string> traces = [.. chart.Traces.Select(trace => JsonSerializer.Serialize(trace, Json))];
        var layout = JsonSerializer.Serialize(chart.Layout, Json);
        var changed = traces.Index().Where(one => one.Index >= _traces.Length || _traces[one.Index] != one.Item)
            .ToDictionary(one => one.Index, one => Parsed(one.Item));
        var isSame = changed.Count == 0 && traces.Length == _traces.Length && layout == _layout;
        object? change = isSame
            ? null : new { count = traces.Length, traces = changed, layout = layout == _layout ? (JsonElement?)null : Parsed(layout) };
        (_traces, _layout) = (traces, layout);
        return change;
    }

    private static JsonElement Parsed(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private sealed class GapConverter : System.Text.Json.Serialization.JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
                writer.WriteNumberValue(value);
            else
                writer.WriteNullValue();
        }
    }
}
