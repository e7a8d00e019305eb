using Paretune.Bench.Efficiency.Goals;
using Paretune.Bench.Efficiency.LcBench;
using Paretune.Bench.Efficiency.Measuring;
using Paretune.Bench.Efficiency.Reports;

namespace Paretune.Bench.Efficiency;

/// <summary>
/// Measures the points of accuracy that a strategy has lost, on average over all size limits and at the worst of them, after a share of the
/// grid's compute. It runs the production search code on tables of real results in virtual time.
/// </summary>
internal static class SearchEfficiencyBenchmark
{
    /// <exception cref="FileNotFoundException">None of the tables' files exist.</exception>
    public static IEnumerable<Row> Run(EfficiencyOptions options)
    {
        GoalNames.Check();
        var (tables, strategies) = (EfficiencyTables.Create(options, Console.Error), ComparedStrategies.Create(options));
        if (options.TrialsPicture is { } file)
        {
            ComparedStrategy[] drawn = [.. strategies.Where(strategy => strategy.IsUsual)];
            File.WriteAllText(file, TrialsPicture.Create(tables[0], drawn));
            return [new($"strategies drawn on {tables[0].Name}", drawn.Length, "")];
        }

        var results = tables.Select(table => Results(table, strategies, options.Seeds)).ToList();
        GoalNames.Print([.. results.SelectMany(table => table)], Console.Error);
        return [
            .. results.SelectMany(table => table.SelectMany(LostReport.Rows)), .. GroupReport.Rows(results.SelectMany(table => table)),
            .. results.SelectMany(ComparisonReport.Rows), .. CalibrationReport.Rows(results.SelectMany(table => table), options.Picture),
            .. results.SelectMany(table => table).SelectMany(result => ReachReport.Rows(result.Table, result.Strategy, options.Seeds)),
            .. results.SelectMany(table => table).SelectMany(result => WorkersReport.Rows(result.Table, result.Strategy, options.Seeds)),
            .. tables.Any(table => table.Group == LcBenchTable.JudgedGroup) ? SurrogateCheck.Run() : [],
        ];
    }

    /// <summary>Returns a result for each strategy that applies to the table.</summary>
    private static List<EfficiencyResult> Results(EfficiencyTable table, IEnumerable<ComparedStrategy> strategies, int seeds)
    {
        Console.Error.WriteLine($"{table.Name}: {table.Detail}");
        return [
            .. strategies.Where(strategy => !strategy.NeedsRungs || table.TruthFor(1).Epochs > 1)
                .Select(strategy => EfficiencyResult.From(table, strategy, seeds)),
        ];
    }
}
