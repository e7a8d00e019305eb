using System.Collections.Immutable;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Spaces;

/// <summary>One configuration that may be tried, and its cost.</summary>
public sealed record Candidate(Configuration Configuration, Cost Cost);

/// <summary>The configurations of a search in the order they are tried, after its limits.</summary>
/// <param name="Excluded">
/// Such as "excluded: 41 of 245, because macs > 300000000"; empty when nothing was. With several limits each says how many it excludes, and
/// a configuration over two of them is counted with both.
/// </param>
public sealed record Candidates(ImmutableArray<Candidate> Items, string Excluded)
{
    /// <summary>Applies space, limits and strategy, in this order. The same spec always gives the same list.</summary>
    public static Candidates Of(SearchSpec spec, int classes)
    {
        var all = Costed(spec, classes);
        CostLimit[] limits = [.. CostLimit.Set(spec.Limits)];
        ImmutableArray<Candidate> within = [.. all.Where(candidate => !limits.Any(limit => limit.Excludes(candidate.Cost)))];
        return new(Strategy.Of(spec.Strategy).Order(within, spec.Seed), Describe(all, all.Length - within.Length, limits));
    }

    internal static ImmutableArray<Candidate> Costed(SearchSpec spec, int classes)
    {
        // δ, α and ρ alone decide the cost; the other hyperparameters would count the same network again.
        var costs = new Dictionary<(int, double, double), Cost>();
        return [.. new Grid(spec.Space).Configurations().Select(configuration => new Candidate(configuration, CostOf(configuration)))];

        Cost CostOf(Configuration configuration)
        {
            var key = (configuration.Dilation, configuration.Width, configuration.Resolution);
            return costs.TryGetValue(key, out var cost)
                ? cost
                : costs[key] = NetworkCatalog.Plan(spec.Network, configuration, spec.BaseResolution, classes).Cost;
        }
    }

    private static string Describe(ImmutableArray<Candidate> all, int excluded, CostLimit[] limits)
    {
        if (excluded == 0)
            return "";
        var broken = limits
            .Select(limit => (limit, count: all.Count(candidate => limit.Excludes(candidate.Cost))))
            .Where(pair => pair.count > 0)
            .ToArray();
        var reasons = broken is [var only]
            ? only.limit.ToString()
            : string.Join(", ", broken.Select(pair => $"{pair.limit} ({pair.count})"));
        return $"excluded: {excluded} of {all.Length}, because {reasons}";
    }
}
