using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>The configurations that a search may try: one space, or the union of several, each with its own networks.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.Space"), JsonConverter(typeof(SpaceConverter))]
public sealed record Space
{
    // The space as 0.1 knows it: written for and read from processes of 0.1. With several parts, it holds the first.
    [Id(0)] private ImmutableArray<int> _dilation;
    [Id(1)] private ImmutableArray<double> _width;
    [Id(2)] private ImmutableArray<double> _resolution;
    [Id(3)] private ImmutableArray<double> _learningRate;
    [Id(4)] private ImmutableArray<double> _weightDecay;
    [Id(5)] private ImmutableArray<int> _batchSize;
    [Id(6)] private ImmutableSortedDictionary<string, ImmutableArray<HyperparameterValue>>? _declared;
    [Id(7)] private ImmutableArray<Subspace> _parts;

    private Space()
    {
    }

    public Space(params ImmutableArray<Subspace> parts)
    {
        _parts = parts;
        var first = parts[0];
        _dilation = [.. Numbers(first, HyperparameterNames.Dilation).Select(number => (int)number)];
        _width = [.. Numbers(first, HyperparameterNames.Width)];
        _resolution = [.. Numbers(first, HyperparameterNames.Resolution)];
        _learningRate = [.. Numbers(first, HyperparameterNames.LearningRate)];
        _weightDecay = [.. Numbers(first, HyperparameterNames.WeightDecay)];
        _batchSize = [.. Numbers(first, HyperparameterNames.BatchSize).Select(number => (int)number)];
        _declared = first.Declared?.ToImmutableSortedDictionary(one => one.Key, one => Listed(one.Value));
    }

    public ImmutableArray<Subspace> Parts => _parts.IsDefaultOrEmpty ? [Known()] : _parts;

    /// <summary>The only part, or the first of several.</summary>
    public Subspace First => Parts[0];

    /// <summary>The domain of a hyperparameter in the only part, or the first of several.</summary>
    public Domain this[string name] => First[name];

    /// <summary>Returns the space with other values of one hyperparameter, in every part.</summary>
    public Space With(string name, params ReadOnlySpan<HyperparameterValue> values) => With(name, Domain.List(values));

    /// <inheritdoc cref="With(string, ReadOnlySpan{HyperparameterValue})"/>
    public Space With(string name, Domain domain) => new([.. Parts.Select(part => part.With(name, domain))]);

    private Subspace Known() => new()
    {
        Domains = ImmutableSortedDictionary<string, Domain>.Empty
            .Add(HyperparameterNames.Dilation, ListOf(_dilation.Select(number => (double)number)))
            .Add(HyperparameterNames.Width, ListOf(_width))
            .Add(HyperparameterNames.Resolution, ListOf(_resolution))
            .Add(HyperparameterNames.LearningRate, ListOf(_learningRate))
            .Add(HyperparameterNames.WeightDecay, ListOf(_weightDecay))
            .Add(HyperparameterNames.BatchSize, ListOf(_batchSize.Select(number => (double)number))),
        Declared = _declared?.ToImmutableSortedDictionary(one => one.Key, one => new Domain { Values = one.Value }),
    };

    private static Domain ListOf(IEnumerable<double> numbers) =>
        new() { Values = [.. numbers.Select(number => (HyperparameterValue)number)] };

    private static IEnumerable<double> Numbers(Subspace part, string name) => Listed(part[name]).Select(value => value.Number);

    // 0.1 knows only lists, so a range is written as its two ends.
    private static ImmutableArray<HyperparameterValue> Listed(Domain domain) =>
        domain.Range is { } range ? [range.From, range.To] : domain.Values;
}

/// <summary>The domain of each hyperparameter; the subspace is their product.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.Subspace")]
public sealed record Subspace
{
    /// <summary>The networks of this part, in order; empty for the networks of the search.</summary>
    [Id(0)] public ImmutableArray<string> Networks { get; init; } = [];

    /// <summary>
    /// A domain for each of <see cref="HyperparameterNames.Common"/>, and for each of <see cref="HyperparameterNames.Recipe"/> in searches
    /// with recipes.
    /// </summary>
    [Id(1)] public required ImmutableSortedDictionary<string, Domain> Domains { get; init; }

    /// <summary>Domains of the hyperparameters that the search's custom trainer declares; null without a custom trainer.</summary>
    [Id(2)] public ImmutableSortedDictionary<string, Domain>? Declared { get; init; }

    /// <summary>Returns the domain of a common, recipe or declared hyperparameter.</summary>
    /// <exception cref="KeyNotFoundException">There is no hyperparameter of this name.</exception>
    public Domain this[string name] => Domains.GetValueOrDefault(name) ?? (Declared ?? Domains)[name];

    /// <summary>Returns the subspace with another domain of one hyperparameter.</summary>
    public Subspace With(string name, Domain domain) => IsDomain(name)
        ? this with { Domains = Domains.SetItem(name, domain) }
        : this with { Declared = (Declared ?? ImmutableSortedDictionary<string, Domain>.Empty).SetItem(name, domain) };

    /// <summary>All hyperparameters with their domains, in the order in which a grid enumerates them: the first varies slowest.</summary>
    [JsonIgnore]
    public IEnumerable<KeyValuePair<string, Domain>> All =>
        HyperparameterNames.Common.Concat(HyperparameterNames.Recipe.Where(Domains.ContainsKey))
            .Select(name => KeyValuePair.Create(name, Domains[name]))
            .Concat(Declared ?? ImmutableSortedDictionary<string, Domain>.Empty);

    private bool IsDomain(string name) => HyperparameterNames.Common.Contains(name) || Domains.ContainsKey(name)
        || (HyperparameterNames.Recipe.Contains(name) && Declared is null);
}

/// <summary>Writes one part as an object of domains by name, and several as an array of such objects.</summary>
public sealed class SpaceConverter : JsonConverter<Space>
{
    private const string Network = "network";
    private static readonly OneOrManyConverter Networks = new();

    public override Space Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return new(ReadPart(ref reader, options));
        var parts = ImmutableArray.CreateBuilder<Subspace>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            parts.Add(ReadPart(ref reader, options));
        return parts.Count > 0
            ? new(parts.ToImmutable()) : throw new JsonException("a space must have at least one part, but is an empty list");
    }

    public override void Write(Utf8JsonWriter writer, Space value, JsonSerializerOptions options)
    {
        if (value.Parts is [{ Networks.IsEmpty: true } only])
        {
            WritePart(writer, only, options);
            return;
        }

        writer.WriteStartArray();
        foreach (var part in value.Parts)
            WritePart(writer, part, options);
        writer.WriteEndArray();
    }

    private static Subspace ReadPart(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        ImmutableArray<string> networks = [];
        ImmutableSortedDictionary<string, Domain>? declared = null;
        var domains = ImmutableSortedDictionary.CreateBuilder<string, Domain>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name == Network)
                networks = Networks.Read(ref reader, typeof(ImmutableArray<string>), options);
            else if (name == HyperparameterNames.Declared)
                declared = JsonSerializer.Deserialize<ImmutableSortedDictionary<string, Domain>>(ref reader, options);
            else
                domains[name] = JsonSerializer.Deserialize<Domain>(ref reader, options)!;
        }

        var missing = HyperparameterNames.Common.Where(name => !domains.ContainsKey(name)).ToList();
        return missing.Count == 0
            ? new() { Networks = networks, Domains = domains.ToImmutable(), Declared = declared }
            : throw new JsonException(
                $"a space must hold each of {string.Join(", ", HyperparameterNames.Common)}, but lacks {string.Join(", ", missing)}");
    }

    private static void WritePart(Utf8JsonWriter writer, Subspace part, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (!part.Networks.IsEmpty)
        {
            writer.WritePropertyName(Network);
            Networks.Write(writer, part.Networks, options);
        }

        foreach (var name in HyperparameterNames.Common.Concat(HyperparameterNames.Recipe.Where(part.Domains.ContainsKey)))
            Write(writer, name, part.Domains[name], options);
        if (part.Declared is { } declared)
        {
            writer.WriteStartObject(HyperparameterNames.Declared);
            foreach (var (name, domain) in declared)
                Write(writer, name, domain, options);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, Domain domain, JsonSerializerOptions options)
    {
        writer.WritePropertyName(name);
        JsonSerializer.Serialize(writer, domain, options);
    }
}
