using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>The values that one hyperparameter may take in a search: a list, or a range.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.Domain"), JsonConverter(typeof(DomainConverter))]
public sealed record Domain
{
    /// <summary>In the order the user gave them, none twice; empty where there is a <see cref="Range"/>.</summary>
    [Id(0)] public ImmutableArray<HyperparameterValue> Values { get; init; } = [];

    /// <summary>Null where there is a list.</summary>
    [Id(1)] public ValueRange? Range { get; init; }

    public static Domain List(params ReadOnlySpan<HyperparameterValue> values) => new() { Values = [.. values] };
}

/// <summary>How the values of a range are spaced.</summary>
public enum RangeScale
{
    /// <summary>Evenly.</summary>
    Linear,

    /// <summary>Evenly in their logarithm.</summary>
    Log,

    /// <summary>By doubling: from, 2·from, 4·from, … up to the end.</summary>
    Log2,
}

/// <summary>Numbers from one end to the other, both included.</summary>
/// <param name="Step">On the linear scale, the distance from one value to the next; null for every number.</param>
/// <param name="Steps">How many values lie on the scale, the ends included; null where that is not fixed.</param>
[GenerateSerializer, Immutable, Alias("Paretune.ValueRange")]
public sealed record ValueRange(
    [property: Id(0)] double From, [property: Id(1)] double To, [property: Id(2)] RangeScale Scale = RangeScale.Linear,
    [property: Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Step = null,
    [property: Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Steps = null);

/// <summary>A list as a list, a range as an object.</summary>
public sealed class DomainConverter : JsonConverter<Domain>
{
    public override Domain Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.StartArray
            ? new() { Values = [.. JsonSerializer.Deserialize<HyperparameterValue[]>(ref reader, options)!] }
            : new() { Range = JsonSerializer.Deserialize<ValueRange>(ref reader, options) };

    public override void Write(Utf8JsonWriter writer, Domain value, JsonSerializerOptions options)
    {
        if (value.Range is { } range)
            JsonSerializer.Serialize(writer, range, options);
        else
            JsonSerializer.Serialize(writer, value.Values.AsEnumerable(), options);
    }
}
