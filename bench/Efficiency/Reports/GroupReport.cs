using Paretune.Bench.Efficiency.Measuring;

namespace Paretune.Bench.Efficiency.Reports;

/// <summary>What is lost on average over the tables of a group: the mean of their medians.</summary>
internal static class GroupReport
{
    public static IEnumerable<Row> Rows(IEnumerable<EfficiencyResult> results) =>
        from result in results
        where result.Table.Group is not null
        group result by result.Table.Group into all
        let tables = all.Select(result => result.Table).Distinct().Count()
        where tables > 1
        from strategy in all.GroupBy(result => result.Strategy.Name)
        from mark in EfficiencyResult.Marks.Select(mark => (double?)mark).Append(null)
        select Row(
            new($"mean of {tables} {all.Key}: lost on average over all limits", strategy.Key, Name(mark)),
            strategy.Average(result => result.Median(LostBy.Mean, mark)));

    private static Row Row(Cell cell, double lost) =>
        new($"{cell.Grid}: {cell.Line}: {cell.Column}", lost, "points", AtMost: true) { Cell = cell };

    private static string Name(double? mark) => mark is { } share ? FormattableString.Invariant($"{100 * share:0} %") : "end";
}
