using Paretune.Bench.Efficiency.Goals;
using Paretune.Bench.Efficiency.Measuring;

namespace Paretune.Bench.Efficiency.Reports;

/// <summary>Reports the points lost on average over the tables of a group: the mean of the tables' medians.</summary>
internal static class GroupReport
{
    public static IEnumerable<Row> Rows(IEnumerable<EfficiencyResult> results) =>
        from result in results
        where result.Table.Group is not null
        group result by result.Table.Group into all
        let tables = all.Select(result => result.Table.Name).Distinct().ToList()
        where tables.Count > 1
        from strategy in all.GroupBy(result => result.Strategy.Name)
        from mark in EfficiencyResult.Marks.Select(mark => (double?)mark).Append(null)
        select Row(
            new($"mean of {tables.Count} {all.Key}: lost on average over all limits", strategy.Key, Name(mark)),
            strategy.Average(result => result.Median(RegretBy.Mean, mark)), GoalOf(all.Key!, tables, strategy.Key, mark));

    private static Row Row(Cell cell, double lost, double? goal) =>
        new($"{cell.Grid}: {cell.Line}: {cell.Column}", lost, "points", goal, AtMost: true) { Cell = cell };

    /// <summary>
    /// Returns the goal; null if there is none, or if a table of the group did not run, because the mean is then not comparable.
    /// </summary>
    private static double? GoalOf(string group, IReadOnlyCollection<string> tables, string strategy, double? mark) =>
        EfficiencyTables.OfGroup(group).All(tables.Contains)
            ? EfficiencyGoals.Groups.FirstOrDefault(goal => goal.Group == group && goal.Strategy == strategy && goal.Share == mark)?.AtMost
            : null;

    private static string Name(double? mark) => mark is { } share ? FormattableString.Invariant($"{100 * share:0} %") : "end";
}
