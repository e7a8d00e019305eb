using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>Identifies a search: eight lower-case letters and digits, assigned when it is submitted and never reused.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.SearchId"), JsonConverter(typeof(SearchIdConverter))]
public readonly record struct SearchId([property: Id(0)] string Value)
{
    public override string ToString() => Value;
}

/// <summary>Identifies a trial: the search, and the trial's number in it, counted from 1.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.TrialId")]
public readonly record struct TrialId([property: Id(0)] SearchId Search, [property: Id(1)] int Number)
{
    /// <summary>The key of the trial's grain, <c>search/number</c>.</summary>
    public override string ToString() => $"{Search.Value}/{Number}";

    /// <summary>Parses the text that <see cref="ToString"/> returns.</summary>
    /// <exception cref="FormatException">The text is not <c>search/number</c>.</exception>
    public static TrialId Parse(string key)
    {
        var slash = key.LastIndexOf('/');
        return slash > 0 && int.TryParse(key.AsSpan(slash + 1), out var number)
            ? new(new(key[..slash]), number)
            : throw new FormatException($"a trial's key must be search/number, but is \"{key}\"");
    }
}

/// <summary>Identifies one device of one process. A device that returns with a new incarnation has lost its leases.</summary>
/// <param name="Silo">Host or pod name.</param>
/// <param name="Device">Device on that host, such as <c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="Incarnation">Drawn each time the process starts.</param>
[GenerateSerializer, Immutable, Alias("Paretune.WorkerId")]
public sealed record WorkerId([property: Id(0)] string Silo, [property: Id(1)] string Device, [property: Id(2)] string Incarnation)
{
    /// <summary>
    /// The environment the worker trains in, as in "training 4f1c…, torch 2.7.1, cpu, 1 thread of …". Equal trials in equal environments
    /// give equal results. Null if not known; the results are then never reused. Not part of the worker's identity.
    /// </summary>
    [Id(85)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TrainsWith { get; init; }

    /// <summary>
    /// Whether repeated training gives bit-identical results. GPUs do not, because their order of additions is not fixed.
    /// </summary>
    [JsonIgnore]
    public bool IsExact => Device.StartsWith("cpu", StringComparison.Ordinal);

    public bool Equals(WorkerId? other) =>
        other is not null && (Silo, Device, Incarnation) == (other.Silo, other.Device, other.Incarnation);

    public override int GetHashCode() => HashCode.Combine(Silo, Device, Incarnation);
}

internal sealed class SearchIdConverter : JsonConverter<SearchId>
{
    public override SearchId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, SearchId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
