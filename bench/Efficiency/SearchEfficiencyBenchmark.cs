using Paretune.Bench.Efficiency.LcBench;
using Paretune.Bench.Efficiency.Measuring;
using Paretune.Bench.Efficiency.Reports;

namespace Paretune.Bench.Efficiency;

/// <summary>
/// How many points of accuracy a strategy has lost, on average over all size limits and at the worst of them, after a share of the whole
/// grid's compute: the search that decides in production, on tables of real results, in virtual time.
/// </summary>
internal static class SearchEfficiencyBenchmark
{
    /// <exception cref="FileNotFoundException">No table is there.</exception>
    public static IEnumerable<Row> Run(EfficiencyOptions options)
    {
        var strategies = ComparedStrategies.Of(options);
        var tables = EfficiencyTables.Of(options, Console.Error);
        return tables.SelectMany(table => Rows(table, strategies, options.Seeds))
            .Concat(tables.Any(table => table.Name.StartsWith("LCBench", StringComparison.Ordinal)) ? SurrogateCheck.Run() : []);
    }

    private static IEnumerable<Row> Rows(EfficiencyTable table, IReadOnlyCollection<ComparedStrategy> strategies, int seeds)
    {
        Console.Error.WriteLine($"{table.Name}: {table.Detail}");
        var results = strategies.Where(strategy => !strategy.NeedsRungs || table.Of(1).Epochs > 1)
            .Select(strategy => EfficiencyResult.Of(table, strategy, seeds)).ToList();
        return [
            .. results.SelectMany(LostReport.Rows), .. ComparisonReport.Rows(results),
            .. results.SelectMany(result => ReachReport.Rows(table, result.Strategy, seeds)),
            .. results.SelectMany(result => WorkersReport.Rows(table, result.Strategy, seeds)),
        ];
    }
}
