using Paretune.Tuning.Metrics;
using Paretune.Tuning.Simulation;

namespace Paretune.Bench;

/// <summary>
/// How many points of accuracy a strategy has lost, on average over all size limits and at the worst of them, after a share of the whole
/// grid's compute: the search that decides in production, on tables of real results, in virtual time.
/// </summary>
internal static class SearchEfficiencyBenchmark
{
    private const int Seeds = 20, Workers = 8;

    // Points of NAS-Bench-101 that may be lost after 1 % of the compute when nothing but the order is clever.
    private const double CheapestFirstGoal = 4;

    private static readonly StrategySpec Grid = new("grid"), Random = new StrategySpec("random").With("first", "listed"),
        Asha = new("asha");

    public static IEnumerable<Row> Run() => EfficiencyTables.All()
        .SelectMany(
            table => Strategies().Where(strategy => strategy.Spec.Kind != "asha" || table.Of(1).Epochs > 1)
                .SelectMany(strategy => Of(table, strategy)))
        .Concat(Idle(EfficiencyTables.All().First()));

    private static IEnumerable<(string Name, StrategySpec Spec)> Strategies()
    {
        yield return ("grid, the cheapest first", Grid);
        yield return ("random order", Random);
        yield return ("asha, the cheapest first", Asha);
        yield return ("asha, the cheapest first, first rung 1", Asha.With("minEpochs", 1));
        yield return ("asha, random order", Asha.With("first", "listed"));
        yield return ("asha, random order, first rung 1", Asha.With("minEpochs", 1).With("first", "listed"));
    }

    private static IEnumerable<Row> Of(EfficiencyTable table, (string Name, StrategySpec Spec) strategy)
    {
        var summary = Summary(table, strategy.Spec, Workers);
        foreach (var lost in summary.Lost)
        {
            var at = lost.Share is { } share
                ? FormattableString.Invariant($"at {100 * share:0} %")
                : FormattableString.Invariant($"at its end, {100 * summary.Compute.Median:0.0} %");
            var isGoal = lost.Share == 0.01 && strategy.Spec == Grid && table.Name.StartsWith("NAS-Bench-101", StringComparison.Ordinal);
            yield return new(
                FormattableString.Invariant(
                    $"{table.Name}: {strategy.Name}: lost {at} (quartiles {lost.Mean.Low:0.00} to {lost.Mean.High:0.00})"),
                lost.Mean.Median, "points", isGoal ? CheapestFirstGoal : null, AtMost: true);
            yield return new(FormattableString.Invariant($"{table.Name}: {strategy.Name}: worst {at}"), lost.Worst.Median, "points");
        }
    }

    private static IEnumerable<Row> Idle(EfficiencyTable table) =>
        from workers in (int[])[1, 8, 64]
        let summary = Summary(table, Asha, workers)
        select new Row($"{table.Name}: asha, the cheapest first: idle share of {workers} workers", 100 * summary.IdleShare.Median, "%");

    private static SimulationSummary Summary(EfficiencyTable table, StrategySpec strategy, int workers)
    {
        var runs = Enumerable.Range(1, Seeds).AsParallel().AsOrdered().Select(seed =>
        {
            var truth = table.Of(seed);
            return Simulator.Run(Spec(truth, strategy, seed), truth, SimulationOptions.Workers(workers));
        }).ToList();
        return SimulationSummary.Of(runs, Objectives.Of(runs[0].Search.Show()!.Spec));
    }

    private static SearchSpec Spec(ITruth truth, StrategySpec strategy, long seed) =>
        BenchSearch.Spec(side: 1, trials: 1, truth.Epochs, seconds: 1) with
        {
            Objectives = ["accuracy", "parameters"],
            Strategy = strategy,
            TrainImages = null,
            Seed = seed,
        };
}
