using System.Collections.Immutable;
using System.CommandLine;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Simulation;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Bench.Proposals;

/// <summary>
/// Measures the points of accuracy lost, averaged over all limits on MACs, after a number of evaluations on NAS-Bench-Macro. An evaluation
/// is one noisy run of a network. The benchmark runs the production search code, one trial after another.
/// </summary>
internal static class ProposalsBenchmark
{
    private const double Guessing = 0.1;
    private const string Grid = "NAS-Bench-Macro: lost on average over all limits of MACs";

    private static readonly ImmutableArray<(int Evaluations, double Goal)> Marks = [(25, 0.6), (50, 0.33), (100, 0.2), (200, 0.12)];

    private static readonly (string Name, StrategySpec Spec)[] Compared =
    [
        ("random", new StrategySpec("random").With("first", "listed")),
        ("front", new("front")),
        (StrategyCatalog.Bayesian, new(StrategyCatalog.Bayesian)),
    ];

    private static readonly Option<int> Seeds = new("--seeds")
    {
        Description = "Runs of each strategy. Goals are set for 20.",
        DefaultValueFactory = _ => 20,
    };

    private static readonly Option<int> Most = new("--evaluations")
    {
        Description = "Number of evaluations of each run; later marks are left out.",
        DefaultValueFactory = _ => Marks[^1].Evaluations,
    };

    private static readonly Option<string> Strategies = new("--strategies")
    {
        Description = "Strategies whose names contain one of these, separated by commas.",
    };

    public static IEnumerable<Option> All => [Seeds, Most, Strategies];

    public static IEnumerable<Row> Run(ParseResult parse)
    {
        var (networks, seeds, most) = (MacroNetworks.Read(), parse.GetValue(Seeds), parse.GetValue(Most));
        var names = (parse.GetValue(Strategies) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var (measure, space) = (
            new SelectionRegret(networks.Truth, networks.Macs, Guessing), CandidateSpace.Listed(networks.Candidates));
        foreach (var (name, spec) in Compared.Where(one => names.Length == 0 || names.Any(one.Name.Contains)))
        {
            var runs = Enumerable.Range(1, seeds).AsParallel().AsOrdered()
                .Select(seed => Evaluated(networks, space, spec, seed, most)).ToList();
            foreach (var (evaluations, goal) in Marks.Where(mark => mark.Evaluations <= most))
            {
                double[] lost = [.. runs.Select(run => measure.Compute(run.Take(evaluations)))];
                yield return new($"{Grid}: {name}: {evaluations}", Statistics.Median(lost), "points", AtMost: true)
                {
                    Goal = name == StrategyCatalog.Bayesian ? goal : null,
                    Quartiles = Statistics.Quartiles(lost),
                    Cell = new(Grid, name, $"{evaluations}"),
                };
            }
        }

        var all = Enumerable.Range(0, networks.Truth.Length);
        yield return new(
            "lower bound: every network evaluated once (median of three runs)",
            Statistics.Median(networks.Runs.Select(run => measure.Compute(all.Select(network => (network, run[network]))))), "points");
    }

    /// <summary>Returns the networks that were tried, in order, with their observed accuracies.</summary>
    private static List<(int Network, double Accuracy)> Evaluated(
        MacroNetworks networks, CandidateSpace space, StrategySpec strategy, int seed, int most)
    {
        var seen = new List<(int, double)>();
        var index = networks.Candidates.Index().ToDictionary(one => one.Item.Configuration, one => one.Index);
        var run = networks.Runs[new SplitMix64(seed).Below(networks.Runs.Length)];
        var search = new Search(new("bench"), (_, _) => space);
        search.Start(Spec(strategy, seed), BenchSearch.Dataset, default, "bench");
        while (seen.Count < most && search.Lease(new("1", "simulated:1", "1"), default).Answer is { Kind: LeaseKind.Train } lease)
        {
            var network = index[lease.Job.Configuration];
            seen.Add((network, run[network]));
            search.Judge(BenchSearch.Report(lease, 1) with { Accuracy = run[network], ValidationLoss = 1 - run[network] }, default);
        }

        return seen;
    }

    private static SearchSpec Spec(StrategySpec strategy, int seed)
    {
        var spec = BenchSearch.Spec(side: 1, trials: 1, epochs: 1, seconds: 1);
        return spec with
        {
            Space = MacroNetworks.Space(spec.Space),
            Objectives = ["accuracy", "macs"],
            Optimum = "most-accurate",
            Strategy = strategy,
            TrainImages = null,
            Seed = seed,
        };
    }
}
