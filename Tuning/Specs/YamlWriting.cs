using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Paretune.Tuning.Specs;

/// <summary>Writes JSON as YAML that <see cref="YamlText"/> reads back unchanged. Lists of plain values stay on one line.</summary>
public static class YamlWriting
{
    // Wide enough to keep long lists of values on one line.
    private const int Width = 10_000;

    public static string Format(JsonNode? root)
    {
        var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(2, Width, false, 1024, false, true, "\n", false));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Write(emitter, root);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Write(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                emitter.Emit(new MappingStart(
                    AnchorName.Empty, TagName.Empty, isImplicit: true, fields.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, value) in fields)
                {
                    WriteText(emitter, key);
                    Write(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(
                    AnchorName.Empty, TagName.Empty, isImplicit: true,
                    list.Any(one => one is JsonObject or JsonArray) ? SequenceStyle.Block : SequenceStyle.Flow));
                foreach (var one in list)
                    Write(emitter, one);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                WriteText(emitter, value.GetValue<string>());
                break;
            default:
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, node?.ToJsonString() ?? "null", ScalarStyle.Plain, true, false));
                break;
        }
    }

    /// <summary>Writes text, quoted if it would otherwise be read as something else.</summary>
    private static void WriteText(Emitter emitter, string text)
    {
        var isPlain = YamlText.Plain(text) is JsonValue plain && plain.GetValueKind() == JsonValueKind.String && !text.Contains('\n');
        emitter.Emit(new Scalar(
            AnchorName.Empty, TagName.Empty, text, isPlain ? ScalarStyle.Any : ScalarStyle.DoubleQuoted, isPlain, true));
    }
}
