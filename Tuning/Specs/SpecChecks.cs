using Paretune.Tuning.Networks;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Specs;

/// <summary>What can be judged only when several fields are known.</summary>
internal static class SpecChecks
{
    private const int MaxConfigurations = 100_000;

    public static void CheckSize(SearchSpec spec, List<Fault> faults)
    {
        var count = new Grid(spec.Space).Count * spec.Networks.Length;
        if (count > MaxConfigurations)
            faults.Add(new("space", FormattableString.Invariant(
                $"must hold at most {MaxConfigurations} configurations, but the product of its lists is {count}; shorten a list")));
    }

    /// <summary>A rung at the end stops nothing.</summary>
    public static void CheckRungs(SearchSpec spec, List<Fault> faults)
    {
        if (spec.Strategy.MinEpochs >= spec.Epochs)
            faults.Add(new("strategy", $"must have minEpochs below epochs, which is {spec.Epochs}, but minEpochs is {spec.Strategy.MinEpochs}; "
                + (spec.Strategy.MinEpochs == 1 ? "raise epochs" : "lower it or raise epochs")));
    }

    /// <summary>A network that has nothing of the space would never be tried.</summary>
    public static void CheckNetworks(SearchSpec spec, List<Fault> faults)
    {
        var largest = Scaling.Scale(spec.BaseResolution, spec.Space.Resolution.Max());
        foreach (var (i, network) in spec.Networks.Index())
        {
            var design = NetworkCatalog.DesignOf(network);
            var fault =
                !spec.Space.Dilation.Any(design.Takes) ? $"{network} {Lack.Dilation.Said}, so space.dilation must hold 1; add it or remove the network"
                : !spec.Space.Width.Any(design.Takes) ? $"{network} {Lack.Width.Said}, so space.width must hold 1; add it or remove the network"
                : !design.Fits(largest) ? $"{network} {Lack.Room(design.LeastInput).Said}, but the largest of the space has {largest}; raise baseResolution or remove the network"
                : null;
            if (fault is not null)
                faults.Add(new(spec.Networks.Length == 1 ? "network" : $"network[{i}]", fault));
        }
    }

    /// <summary>A limit that leaves nothing to train would end the search before it began.</summary>
    public static void CheckLimits(SearchSpec spec, int classes, List<Fault> faults)
    {
        CostLimit[] limits = [.. CostLimit.Set(spec.Limits)];
        if (limits.Length == 0)
            return;
        var all = Candidates.Costed(spec, classes);

        // Limit by limit is enough for one network: the smallest width and resolution of a space are its cheapest configuration by every cost.
        foreach (var limit in limits.Where(limit => all.All(candidate => limit.Excludes(candidate.Cost))))
            faults.Add(new($"limits.{limit.Name}", $"must leave something to train, but {limit.Max} excludes {Everything(all.Length)}; "
                + $"the cheapest has {all.Min(candidate => limit.Of(candidate.Cost))} {limit.Name}: "
                + "raise the limit or add a smaller width or resolution"));
        if (!faults.Exists(fault => fault.Field.StartsWith("limits", StringComparison.Ordinal)) && all.All(candidate => limits.Any(limit => limit.Excludes(candidate.Cost))))
            faults.Add(new("limits", $"must leave something to train, but together {string.Join(" and ", limits.Select(limit => limit.ToString()))} "
                + $"exclude {Everything(all.Length)}; raise one of them or add a network"));
    }

    private static string Everything(int count) => count == 1 ? "the only configuration" : $"all {count} configurations";
}
