using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Specs;

/// <summary>What can be judged only when several fields are known.</summary>
internal static class SpecChecks
{
    private const int MaxConfigurations = 100_000;

    public static void CheckSize(Space space, List<Fault> faults)
    {
        var count = new Grid(space).Count;
        if (count > MaxConfigurations)
            faults.Add(new("space", FormattableString.Invariant(
                $"must hold at most {MaxConfigurations} configurations, but the product of its lists is {count}; shorten a list")));
    }

    /// <summary>A limit that leaves nothing to train would end the search before it began.</summary>
    public static void CheckLimits(SearchSpec spec, int classes, List<Fault> faults)
    {
        CostLimit[] limits = [.. CostLimit.Set(spec.Limits)];
        if (limits.Length == 0)
            return;
        var all = Candidates.Costed(spec, classes);

        // Limit by limit is enough: the smallest width and resolution of a space are its cheapest configuration by every cost.
        foreach (var limit in limits.Where(limit => all.All(candidate => limit.Excludes(candidate.Cost))))
            faults.Add(new($"limits.{limit.Name}", $"must leave something to train, but {limit.Max} excludes {Everything(all.Length)}; "
                + $"the cheapest has {all.Min(candidate => limit.Of(candidate.Cost))} {limit.Name}: "
                + "raise the limit or add a smaller width or resolution"));
    }

    private static string Everything(int count) => count == 1 ? "the only configuration" : $"all {count} configurations";
}
