using System.CommandLine;
using Paretune.Tuning.Strategies;

namespace Paretune.Bench.Proposals;

/// <summary>
/// Measures whether unseen runs confirm a front. A search trains networks of NAS-Bench-Macro, each in one of its three runs, and in a
/// second one if the search asks for a replicate.
/// </summary>
internal static class ConfirmationBenchmark
{
    private static readonly (string Name, StrategySpec Spec)[] Compared =
    [
        ("random", new StrategySpec("random").With("first", "listed")), (StrategyCatalog.Bayesian, new(StrategyCatalog.Bayesian)),
    ];

    private static readonly Option<int> Seeds = new("--seeds")
    {
        Description = "Searches of each kind. Goals are set for 40.",
        DefaultValueFactory = _ => 40,
    };

    private static readonly Option<string> Strategies = new("--strategies")
    {
        Description = "Strategies whose names contain one of these, separated by commas.",
    };

    public static IEnumerable<Option> All => [Seeds, Strategies];

    public static IEnumerable<Row> Run(ParseResult parse)
    {
        var (networks, seeds) = (MacroNetworks.Read(), parse.GetValue(Seeds));
        var names = (parse.GetValue(Strategies) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        foreach (var (name, strategy) in Compared.Where(one => names.Length == 0 || names.Any(one.Name.Contains)))
        {
            foreach (var trials in (int[])[100, 200])
            {
                var searches = Enumerable.Range(1, seeds).AsParallel().AsOrdered()
                    .Select(seed => ConfirmedSearch.From(networks, strategy, trials, seed)).ToList();
                foreach (var row in Rows(searches, $"{name}, {trials} trials"))
                    yield return row;
            }
        }

        foreach (var row in ConfirmationTime.Run())
            yield return row;
    }

    private static IEnumerable<Row> Rows(List<ConfirmedSearch> searches, string what)
    {
        yield return new(
            $"without replicates: front members that the other runs confirm ({what})", Share(one => one.Single), "%");
        yield return new(
            $"members shown with at least 90 %: share that unseen runs confirm ({what})", Share(one => one.Shown), "%", 85);
        yield return new($"number of such members per search ({what})", searches.Average(one => (double)one.Shown.Of), "");
        yield return new($"95 % intervals that cover the unseen runs, lower goal ({what})", Share(one => one.Covered), "%", 93);
        yield return new(
            $"95 % intervals that cover the unseen runs, upper goal ({what})", Share(one => one.Covered), "%", 97, AtMost: true);
        yield return new(
            $"without replicates: accuracy of front members minus that of other runs ({what})", Points(one => one.SingleAbove), "points");
        yield return new(
            $"estimated mean of members with at least 90 % minus that of unseen runs ({what})", Points(one => one.ShownAbove), "points");
        yield return new($"additional compute ({what})", 100 * searches.Average(one => one.FurtherWork), "%", 25, AtMost: true);
        yield return new($"places that stay undecided (5 to 95 %) per search ({what})", searches.Average(one => (double)one.Unsettled), "");

        double Share(Func<ConfirmedSearch, Counted> counted) =>
            100.0 * searches.Sum(one => counted(one).Count) / Math.Max(1, searches.Sum(one => counted(one).Of));

        double Points(Func<ConfirmedSearch, double> above) => 100 * searches.Average(above);
    }
}
