using System.Collections.Immutable;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Spaces;

/// <summary>One configuration of one network that may be tried, and its cost.</summary>
public sealed record Candidate(string Network, Configuration Configuration, Cost Cost);

/// <summary>The configurations of a search in the order they are tried, after its limits.</summary>
/// <param name="Excluded">
/// Such as "excluded: 41 of 245, because macs > 300000000"; empty when nothing was. With several limits each says how many it excludes, and
/// a configuration over two of them is counted with both.
/// </param>
public sealed record Candidates(ImmutableArray<Candidate> Items, string Excluded)
{
    // What a trainer of the users' own makes is counted where it is made, and its limits are looked at there.
    private static readonly Cost Uncounted = new(0, 0, 0);

    /// <summary>Applies space, limits and strategy, in this order. The same spec always gives the same list.</summary>
    public static Candidates Of(SearchSpec spec, int classes)
    {
        var all = Costed(spec, classes);
        var lacking = Lacking(spec);
        CostLimit[] limits = [.. CostLimit.Set(spec.Limits)];
        ImmutableArray<Candidate> within = [.. all.Where(candidate => !limits.Any(limit => limit.Excludes(candidate.Cost)))];
        return new(Strategy.Of(spec.Strategy).Order(within, spec.Seed), Describe(all, lacking, all.Length - within.Length, limits));
    }

    /// <summary>What each network has of the space, network by network.</summary>
    internal static ImmutableArray<Candidate> Costed(SearchSpec spec, int classes)
    {
        if (spec.Trainer is { } trainer)
            return [.. new Grid(spec.Space).Configurations().Select(configuration => new Candidate(trainer, configuration, Uncounted))];

        // δ, α and ρ alone decide a network's cost; the other hyperparameters would count it again.
        var costs = new Dictionary<(string, int, double, double), Cost>();
        return
        [
            .. from network in spec.Networks
               from configuration in new Grid(spec.Space).Configurations()
               where WhyNot(spec, network, configuration) is null
               select new Candidate(network, configuration, CostOf(network, configuration)),
        ];

        Cost CostOf(string network, Configuration configuration)
        {
            var key = (network, configuration.Dilation, configuration.Width, configuration.Resolution);
            return costs.TryGetValue(key, out var cost)
                ? cost
                : costs[key] = NetworkCatalog.Plan(network, configuration, spec.BaseResolution, classes).Cost;
        }
    }

    /// <summary>How many configurations networks lack for each reason, such as "no dilated rate in mobilenet, vgg16".</summary>
    private static ImmutableArray<(string Reason, int Count)> Lacking(SearchSpec spec) => spec.Trainer is not null ? [] :
    [
        .. from network in spec.Networks
           from configuration in new Grid(spec.Space).Configurations()
           let lack = WhyNot(spec, network, configuration)
           where lack is not null
           group network by lack.Counted into networks
           select ($"{networks.Key} {string.Join(", ", networks.Distinct())}", networks.Count()),
    ];

    private static Lack? WhyNot(SearchSpec spec, string network, Configuration configuration) =>
        NetworkCatalog.DesignOf(network).WhyNot(configuration, Scaling.Scale(spec.BaseResolution, configuration.Resolution));

    private static string Describe(ImmutableArray<Candidate> all, ImmutableArray<(string Reason, int Count)> lacking, int overLimits, CostLimit[] limits)
    {
        (string Reason, int Count)[] reasons =
        [
            .. lacking,
            .. limits.Select(limit => (Reason: limit.ToString(), Count: all.Count(candidate => limit.Excludes(candidate.Cost)))).Where(limit => limit.Count > 0),
        ];
        if (reasons.Length == 0)
            return "";
        var lacked = lacking.Sum(one => one.Count);
        var told = reasons is [var only] ? only.Reason : string.Join(", ", reasons.Select(one => $"{one.Reason} ({one.Count})"));
        return $"excluded: {lacked + overLimits} of {lacked + all.Length}, because {told}";
    }
}
