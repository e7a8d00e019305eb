using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>The JSON options of all of Paretune: camelCase names and enum values, NaN and infinities as text.</summary>
public static class ParetuneJson
{
    public static JsonSerializerOptions Options { get; } = Configure(new());

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = true;
        options.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
        options.AllowOutOfOrderMetadataProperties = true;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        return options;
    }
}
