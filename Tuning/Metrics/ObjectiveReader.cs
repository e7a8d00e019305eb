using System.Collections.Immutable;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Metrics;

/// <summary>Reads a search's objectives, the precision whose latency is meant, and its limits.</summary>
internal sealed class ObjectiveReader(MetricTable metrics)
{
    /// <summary>The key of the objective that every search has.</summary>
    public const string Goal = "accuracy";

    /// <summary>The key of the objective, and of the field that says for which precision latency is measured.</summary>
    public const string Latency = "latency";

    private static readonly ImmutableSortedDictionary<string, Precision> ByName =
        Enum.GetValues<Precision>().ToImmutableSortedDictionary(
            precision => precision.ToString().ToLowerInvariant(), precision => precision);

    /// <summary>The allowed values of <see cref="Latency"/>.</summary>
    public static ImmutableArray<string> Precisions { get; } = [.. ByName.Keys];

    private ImmutableArray<string> Keys => [.. metrics.Objectives.Select(metric => metric.Key)];

    /// <summary>Reads the objectives.</summary>
    /// <param name="isOfNetworks">Whether the search trains Paretune's own networks.</param>
    public ImmutableArray<string> Objectives(Field field, bool isOfNetworks)
    {
        if (field.List(Place) is not { } places)
            return metrics.DefaultObjectives(isOfNetworks);
        ImmutableArray<string> keys = [.. places.Select(place => Keys[place])];
        if (!keys.Contains(Goal))
            field.AddError($"must contain {Goal}, but is {string.Join(", ", keys)}; known: {string.Join(", ", Keys)}");
        return keys;
    }

    /// <summary>Reads the precision whose latency is measured: float32 unless given; null if latency is not an objective.</summary>
    public static Precision? LatencyOf(Field field, ImmutableArray<string> objectives)
    {
        var isObjective = objectives.Contains(Latency);
        if (field.IsGiven && !isObjective)
            field.AddError("must be left out unless latency is an objective; remove it, or add latency to objectives");
        var name = field.Text();
        if (name is not null && !ByName.ContainsKey(name))
            field.AddError(Spelling.Unknown("precision", name, Precisions));
        return isObjective ? ByName.GetValueOrDefault(name ?? "", Precision.Fp32) : null;
    }

    public Limits Limits(Field field)
    {
        var limits = field.Object([.. metrics.Limits.Select(MetricLimit.KeyOf)]);
        return new(metrics.Limits
            .Select(metric => (Key: MetricLimit.KeyOf(metric), Bound: Bound(limits[MetricLimit.KeyOf(metric)], metric)))
            .Where(limit => limit.Bound is not null)
            .ToImmutableSortedDictionary(limit => limit.Key, limit => limit.Bound!.Value));
    }

    private static decimal? Bound(Field field, Metric metric) => metric.Format.IsWhole
        ? field.Whole(1, long.MaxValue)
        : (decimal?)field.Number(
            bound => bound > 0 && bound <= (metric.Format.Most ?? (double)long.MaxValue), BoundRule(metric));

    /// <summary>What the limit on a metric may be.</summary>
    internal static string BoundRule(Metric metric) => metric.Format.IsWhole
        ? "a whole number, at least 1"
        : "a number above 0" + (metric.Format.Most is { } most ? FormattableString.Invariant($", at most {most}") : "");

    /// <summary>Returns an objective's index in the table, so that objectives are read like any other list.</summary>
    private int? Place(Field field)
    {
        if (field.Text() is not { } key)
            return null;
        if (Keys.IndexOf(key) is >= 0 and var place)
            return place;
        field.AddError(Spelling.Unknown("objective", key, Keys));
        return null;
    }
}
