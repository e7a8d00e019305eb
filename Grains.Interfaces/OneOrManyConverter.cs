using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>
/// Writes several texts as a JSON array and a single one as plain text; reads both forms, so that fields that once held one text stay
/// compatible.
/// </summary>
public sealed class OneOrManyConverter : JsonConverter<ImmutableArray<string>>
{
    public override ImmutableArray<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? [reader.GetString()!]
            : [.. JsonSerializer.Deserialize<string[]>(ref reader, options)
                ?? throw new JsonException("must be text or a list of texts, but is null")];

    public override void Write(Utf8JsonWriter writer, ImmutableArray<string> value, JsonSerializerOptions options)
    {
        if (value is [var only])
            writer.WriteStringValue(only);
        else
            JsonSerializer.Serialize(writer, value.AsEnumerable(), options);
    }
}
