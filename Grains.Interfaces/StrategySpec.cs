using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>How a search chooses configurations and which trials it stops early: the name of a strategy and its parameters.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.StrategySpec"), JsonConverter(typeof(StrategySpecConverter))]
public sealed record StrategySpec
{
    private const string SamplesName = "samples", ReductionName = "reduction", MinEpochsName = "minEpochs";

    // Searches that were submitted before 0.2.0 was released have the former names in their ledgers.
    private static readonly (string Former, string Now)[] Renamed = [("order", "sampler"), ("stopping", "pruner")];

    private static readonly ImmutableSortedDictionary<string, HyperparameterValue> Nothing =
        ImmutableSortedDictionary<string, HyperparameterValue>.Empty;

    // The parameters as 0.1 knows them: written for and read from processes of 0.1.
    [Id(1)] private int? _samples;
    [Id(2)] private int? _reduction;
    [Id(3)] private int? _minEpochs;
    [Id(4)] private ImmutableSortedDictionary<string, HyperparameterValue>? _parameters;

    public StrategySpec(string kind, ImmutableSortedDictionary<string, HyperparameterValue>? parameters = null)
    {
        (Kind, _parameters) = (kind, parameters ?? Nothing);
        (_samples, _reduction, _minEpochs) = (Whole(SamplesName), Whole(ReductionName), Whole(MinEpochsName));
    }

    /// <summary>The strategy's name in the catalogue, such as <c>random</c>.</summary>
    [Id(0)] public string Kind { get; init; }

    /// <summary>Parameters by name; those that are not set are left out.</summary>
    public ImmutableSortedDictionary<string, HyperparameterValue> Parameters => WithNewNames(_parameters ?? Known());

    /// <summary>Returns a parameter that is a whole number; null if not set.</summary>
    public int? Whole(string name) => Parameters.TryGetValue(name, out var value) ? (int)value.Number : null;

    /// <summary>Returns a parameter that is a number; null if not set.</summary>
    public double? Number(string name) => Parameters.TryGetValue(name, out var value) ? value.Number : null;

    /// <summary>Returns a parameter that is a word; null if not set.</summary>
    public string? Word(string name) => Parameters.TryGetValue(name, out var value) ? value.Word : null;

    /// <summary>Returns the strategy with a parameter set.</summary>
    public StrategySpec With(string name, HyperparameterValue value) => new(Kind, Parameters.SetItem(name, value));

    public bool Equals(StrategySpec? other) => other is not null && Kind == other.Kind && Parameters.SequenceEqual(other.Parameters);

    public override int GetHashCode() => HashCode.Combine(Kind, Parameters.Count);

    private static ImmutableSortedDictionary<string, HyperparameterValue> WithNewNames(
        ImmutableSortedDictionary<string, HyperparameterValue> parameters)
    {
        foreach (var (former, now) in Renamed)
            if (parameters.TryGetValue(former, out var value))
                parameters = parameters.Remove(former).SetItem(now, value);
        return parameters;
    }

    private ImmutableSortedDictionary<string, HyperparameterValue> Known() => Nothing.AddRange(
        from one in new[] { KeyValuePair.Create(SamplesName, _samples), new(ReductionName, _reduction), new(MinEpochsName, _minEpochs) }
        where one.Value is not null
        select KeyValuePair.Create(one.Key, (HyperparameterValue)one.Value!.Value));
}

/// <summary>Writes one object with the kind and the parameters by name.</summary>
public sealed class StrategySpecConverter : JsonConverter<StrategySpec>
{
    private const string Kind = "kind";

    public override StrategySpec Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? kind = null;
        var parameters = ImmutableSortedDictionary.CreateBuilder<string, HyperparameterValue>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name == Kind)
                kind = reader.GetString();
            else if (reader.TokenType != JsonTokenType.Null)
                parameters[name] = JsonSerializer.Deserialize<HyperparameterValue>(ref reader, options);
        }

        return new(kind ?? throw new JsonException("a strategy must have a kind, but has none"), parameters.ToImmutable());
    }

    public override void Write(Utf8JsonWriter writer, StrategySpec value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(Kind, value.Kind);
        foreach (var (name, parameter) in value.Parameters)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, parameter, options);
        }

        writer.WriteEndObject();
    }
}
