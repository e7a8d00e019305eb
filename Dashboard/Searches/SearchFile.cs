using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Searches;

/// <summary>Writes a search as YAML that the reader of searches accepts.</summary>
internal static class SearchFile
{
    private static readonly JsonSerializerOptions Json = new(ParetuneJson.Options)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Format(SearchSpec spec) => Text(Node(spec));

    public static JsonObject Node(SearchSpec spec) => JsonSerializer.SerializeToNode(spec.AsWritten(), Json)!.AsObject();

    /// <summary>Returns a part of a search file.</summary>
    public static string Text(JsonObject part) => YamlWriting.Format(part);
}
