using System.Collections.Immutable;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Networks;

namespace Paretune.Tuning.Specs;

/// <summary>Reads what is chosen from closed lists: networks, objectives, limits and the optimum's rule.</summary>
internal static class ChoiceReader
{
    private static readonly ImmutableDictionary<string, Objective> ObjectiveNames =
        Enum.GetValues<Objective>().ToImmutableDictionary(objective => objective.ToString().ToLowerInvariant());

    private static readonly ImmutableSortedDictionary<string, Precision> PrecisionNames =
        Enum.GetValues<Precision>().ToImmutableSortedDictionary(precision => precision.ToString().ToLowerInvariant(), precision => precision);

    private static readonly string[] Objectives = [.. Enum.GetNames<Objective>().Select(name => name.ToLowerInvariant())];

    public static ImmutableArray<string> Networks(Field field)
    {
        if (field.List(Network) is not { } networks)
            return [NetworkCatalog.Default];
        ImmutableArray<string> names = [.. networks.Select(network => NetworkCatalog.Names[network])];
        if (names.Length > 1 && names.Contains(NetworkCatalog.Simulated))
            field.Fault($"must hold {NetworkCatalog.Simulated} alone, which trains nothing, but is {string.Join(", ", names)}; remove one or the other");
        return names;
    }

    public static ImmutableArray<Objective> ObjectiveList(Field field, bool areMacsKnown)
    {
        if (field.List(One) is not { } objectives)
            return areMacsKnown ? [Objective.Accuracy, Objective.Parameters, Objective.Macs] : [Objective.Accuracy, Objective.Parameters];
        if (!objectives.Contains(Objective.Accuracy) || objectives.Length < 2)
            field.Fault($"must hold accuracy and at least one cost, but is {string.Join(", ", objectives).ToLowerInvariant()}; "
                + $"known: {string.Join(", ", Objectives)}");
        return objectives;
    }

    /// <summary>Whose latency is meant: float32's where the search does not say; null where it is no objective.</summary>
    public static Precision? LatencyOf(Field field, ImmutableArray<Objective> objectives)
    {
        var isObjective = objectives.Contains(Objective.Latency);
        if (field.IsGiven && !isObjective)
            field.Fault("must be left out where latency is no objective; remove it, or add latency to objectives");
        var name = field.Text();
        if (name is not null && !PrecisionNames.ContainsKey(name))
            field.Fault(Spelling.Unknown("precision", name, [.. PrecisionNames.Keys]));
        return isObjective ? PrecisionNames.GetValueOrDefault(name ?? "", Precision.Fp32) : null;
    }

    public static Limits Limits(Field field)
    {
        var limits = field.Object(["parameters", "macs", "bytes"]);
        return new(Limit(limits["parameters"]), Limit(limits["macs"]), Limit(limits["bytes"]));
    }

    public static string Optimum(Field field)
    {
        if (field.Text() is not { } text)
            return OptimumRule.Default;
        var rule = OptimumRule.TryParse(text, out var fault);
        if (rule is null)
            field.Fault(fault);
        return rule?.Text ?? OptimumRule.Default;
    }

    /// <summary>A network's place among the names, so that a list of them is read as any other.</summary>
    private static int? Network(Field field)
    {
        if (field.Text() is not { } name)
            return null;
        if (NetworkCatalog.Names.IndexOf(name) is >= 0 and var place)
            return place;
        field.Fault(NetworkCatalog.Unknown(name));
        return null;
    }

    private static Objective? One(Field field)
    {
        if (field.Text() is not { } name)
            return null;
        if (ObjectiveNames.TryGetValue(name, out var objective))
            return objective;
        field.Fault(Spelling.Unknown("objective", name, Objectives));
        return null;
    }

    private static long? Limit(Field field) => field.Whole(1, long.MaxValue);
}
