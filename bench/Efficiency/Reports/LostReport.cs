using Paretune.Bench.Efficiency.Goals;
using Paretune.Bench.Efficiency.Measuring;

namespace Paretune.Bench.Efficiency.Reports;

/// <summary>Reports the points lost by one strategy at each mark that it reached, and at its end.</summary>
internal static class LostReport
{
    public static IEnumerable<Row> Rows(EfficiencyResult result) =>
        Enum.GetValues<RegretBy>().Where(by => by == RegretBy.Mean || HasLimits(result.Table))
            .SelectMany(by => Rows(result, by, result.Strategy.Name, Title(result.Table, by), areGoals: true));

    /// <summary>Returns rows for any number of workers, on average over all limits. Goals apply to the usual number.</summary>
    public static IEnumerable<Row> RowsByWorkers(EfficiencyResult result) => Rows(
        result, RegretBy.Mean, $"{result.Strategy.Name}, {WorkersOf(result)}", $"{Title(result.Table, RegretBy.Mean)}, by workers",
        areGoals: false);

    public static string WorkersOf(EfficiencyResult result) => result.Workers == 1 ? "1 worker" : $"{result.Workers} workers";

    // Without a cost among the objectives, there is a single limit, which excludes nothing.
    private static bool HasLimits(EfficiencyTable table) => table.Objectives.Length > 1;

    private static string Title(EfficiencyTable table, RegretBy by) => !HasLimits(table) ? $"{table.Name}: below the best configuration"
        : by == RegretBy.Mean ? $"{table.Name}: lost on average over all limits"
        : $"{table.Name}: lost at the worst limit";

    private static IEnumerable<Row> Rows(EfficiencyResult result, RegretBy by, string line, string grid, bool areGoals)
    {
        foreach (var share in EfficiencyResult.Marks)
        {
            var goal = areGoals ? GoalOf(result, by, share) : null;
            if (goal is null && result.EndedBefore(share))
                continue;
            yield return Row(result.Lost(by, share), grid, line, FormattableString.Invariant($"{100 * share:0} %")) with
            {
                Goal = goal?.AtMost,
                Note = result.EndedBefore(share) ? "ended" : null,
            };
        }

        var end = Statistics.Median(result.Runs.Select(run => run.End.Share));
        yield return Row(result.Lost(by, share: null), grid, line, "end") with
        {
            Note = FormattableString.Invariant($"at {100 * end:0.0} %"),
        };
    }

    private static Row Row(double[] lost, string grid, string line, string column) =>
        new($"{grid}: {line}: {column}", Statistics.Median(lost), "points", AtMost: true)
        {
            Quartiles = Statistics.Quartiles(lost),
            Cell = new(grid, line, column),
        };

    private static LostGoal? GoalOf(EfficiencyResult result, RegretBy by, double share) => EfficiencyGoals.Lost.FirstOrDefault(goal =>
        goal.Table == result.Table.Name && goal.Strategy == result.Strategy.Name && goal.By == by && goal.Share == share);
}
