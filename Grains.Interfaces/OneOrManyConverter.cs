using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>
/// Texts as a list in JSON, and a single one as itself: what was one before it could be several stays readable both ways.
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
