using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>Hard limits by their keys in the search file, such as <c>macs</c>. A configuration that exceeds one is never trained.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.Limits"), JsonConverter(typeof(LimitsConverter))]
public sealed record Limits
{
    // The only limits that 0.1 knows.
    [Id(0)] private readonly long? _parameters;
    [Id(1)] private readonly long? _macs;
    [Id(2)] private readonly long? _bytes;
    [Id(8)] private readonly ImmutableSortedDictionary<string, decimal>? _set;

    public Limits(long? Parameters = null, long? Macs = null, long? Bytes = null)
        : this(Known(Parameters, Macs, Bytes))
    {
    }

    public Limits(ImmutableSortedDictionary<string, decimal> set)
    {
        _set = set.WithComparers(StringComparer.Ordinal);
        (_parameters, _macs, _bytes) = (Whole("parameters"), Whole("macs"), Whole("bytes"));
    }

    /// <summary>The limits that are set, by key.</summary>
    public ImmutableSortedDictionary<string, decimal> Set => _set ?? Known(_parameters, _macs, _bytes);

    public bool Equals(Limits? other) => other is not null && Set.SequenceEqual(other.Set);

    public override int GetHashCode() => Set.Aggregate(0, HashCode.Combine);

    public override string ToString() => string.Join(", ", Set.Select(limit => FormattableString.Invariant($"{limit.Key}: {limit.Value}")));

    // A limit that 0.1 cannot represent is left out of what 0.1 reads.
    private long? Whole(string key) =>
        _set!.TryGetValue(key, out var most) && most is >= long.MinValue and <= long.MaxValue ? (long)most : null;

    private static ImmutableSortedDictionary<string, decimal> Known(long? parameters, long? macs, long? bytes) =>
        new[] { (Key: "parameters", Most: parameters), (Key: "macs", Most: macs), (Key: "bytes", Most: bytes) }
            .Where(limit => limit.Most is not null)
            .ToImmutableSortedDictionary(limit => limit.Key, limit => (decimal)limit.Most!.Value, StringComparer.Ordinal);
}

/// <summary>
/// Writes an object with a number for each limit that is set. Unset limits are left out and not written as null, so that the JSON shown can
/// be submitted again: a null is rejected there.
/// </summary>
internal sealed class LimitsConverter : JsonConverter<Limits>
{
    private static readonly string[] First = ["parameters", "macs", "bytes"];

    public override Limits Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var given = JsonSerializer.Deserialize<Dictionary<string, decimal?>>(ref reader, options) ?? [];
        return new(given.Where(limit => limit.Value is not null)
            .ToImmutableSortedDictionary(limit => limit.Key, limit => limit.Value!.Value, StringComparer.Ordinal));
    }

    public override void Write(Utf8JsonWriter writer, Limits value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var key in First.Where(value.Set.ContainsKey).Concat(value.Set.Keys.Except(First)))
            writer.WriteNumber(key, value.Set[key]);
        writer.WriteEndObject();
    }
}
