using Paretune.Bench.Efficiency.Goals;
using Paretune.Bench.Efficiency.Measuring;

namespace Paretune.Bench.Efficiency.Reports;

/// <summary>Reports the effect of more workers: their idle share, and the points lost at equal compute.</summary>
internal static class WorkersReport
{
    private const double EarliestCompared = 0.1;
    private static readonly int[] Counts = [1, 8, 16, 64, 256];
    private static readonly string[] Strategies = [ComparedStrategies.Asha, ComparedStrategies.Front];

    public static IEnumerable<Row> Rows(EfficiencyTable table, ComparedStrategy strategy, int seeds)
    {
        if (EfficiencyGoals.Workers.All(goal => goal.Table != table.Name) || !Strategies.Contains(strategy.Name))
            return [];
        var results = Counts.Select(workers => EfficiencyResult.From(table, strategy, seeds, workers)).ToList();
        var goal = EfficiencyGoals.Workers.FirstOrDefault(goal => goal.Table == table.Name && goal.Strategy == strategy.Name);
        return [
            .. results.Select(result => Idle(result, goal)), .. results.SelectMany(LostReport.RowsByWorkers),
            .. results.Skip(1).Select(result => More(result, results[0], goal)),
        ];
    }

    private static Row Idle(EfficiencyResult result, WorkersGoal? goal)
    {
        double[] idle = [.. result.Runs.Select(run => 100 * run.IdleShare)];
        var cell = new Cell($"{result.Table.Name}: idle share of workers", result.Strategy.Name, LostReport.WorkersOf(result));
        return new($"{cell.Grid}: {cell.Line}: {cell.Column}", Statistics.Median(idle), "%", AtMost: true)
        {
            Goal = goal?.Idle is { } most && result.Workers <= goal.IdleWorkers ? 100 * most : null,
            Quartiles = Statistics.Quartiles(idle),
            Cell = cell,
        };
    }

    private static Row More(EfficiencyResult result, EfficiencyResult one, WorkersGoal? goal)
    {
        var (more, mark) = EfficiencyResult.Marks.Where(mark => mark >= (goal?.From ?? EarliestCompared))
            .Select(mark => (More: result.Median(RegretBy.Mean, mark) - one.Median(RegretBy.Mean, mark), mark)).Max();
        return new(
            $"{result.Table.Name}: {result.Strategy.Name}: lost with {LostReport.WorkersOf(result)} beyond one worker, at the worst mark",
            more, "points", goal?.MoreLost, AtMost: true)
        {
            Note = FormattableString.Invariant($"at {100 * mark:0} %"),
        };
    }
}
