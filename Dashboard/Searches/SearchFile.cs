using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Paretune.Dashboard.Searches;

/// <summary>A search as a file that the one reader takes; JSON is YAML too.</summary>
internal static class SearchFile
{
    private static readonly JsonSerializerOptions Json = new(ParetuneJson.Options)
    {
        WriteIndented = true,
        // People read it, and Blazor encodes it.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Of(SearchSpec spec) => JsonSerializer.Serialize(spec, Json);

    /// <summary>A part of one.</summary>
    public static string Text(JsonObject part) => part.ToJsonString(Json);
}
