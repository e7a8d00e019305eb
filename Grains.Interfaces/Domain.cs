using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>The values that one hyperparameter may take in a search: a list, or a range.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.Domain"), JsonConverter(typeof(DomainConverter))]
public sealed record Domain
{
    /// <summary>The listed values in the user's order, without duplicates; empty if there is a <see cref="Range"/>.</summary>
    [Id(0)] public ImmutableArray<HyperparameterValue> Values { get; init; } = [];

    /// <summary>The range; null if values are listed.</summary>
    [Id(1)] public ValueRange? Range { get; init; }

    public static Domain List(params ReadOnlySpan<HyperparameterValue> values) => new() { Values = [.. values] };
}

/// <summary>How the values of a range are spaced.</summary>
public enum RangeScale
{
    /// <summary>Evenly spaced.</summary>
    Linear,

    /// <summary>Evenly spaced logarithms.</summary>
    Log,

    /// <summary>Doubling: from, 2·from, 4·from, … up to the end.</summary>
    Log2,
}

/// <summary>The numbers between two ends, both included.</summary>
/// <param name="Step">The distance between values on the linear scale; null if every number is allowed.</param>
/// <param name="Steps">The number of values, the ends included; null if not fixed.</param>
/// <param name="IsWhole">Whether a custom trainer declares the hyperparameter as whole, so that only whole numbers are tried.</param>
[GenerateSerializer, Immutable, Alias("Paretune.ValueRange")]
public sealed record ValueRange(
    [property: Id(0)] double From, [property: Id(1)] double To, [property: Id(2)] RangeScale Scale = RangeScale.Linear,
    [property: Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Step = null,
    [property: Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Steps = null,
    [property: Id(5), JsonPropertyName("whole"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsWhole = false);

/// <summary>Writes a list of values as a JSON array and a range as an object.</summary>
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
