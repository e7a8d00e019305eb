using Paretune.Bench.Efficiency.Goals;
using Paretune.Bench.Efficiency.Measuring;

namespace Paretune.Bench.Efficiency.Reports;

/// <summary>Compares strategies on one table.</summary>
internal static class ComparisonReport
{
    public static IEnumerable<Row> Rows(IReadOnlyCollection<EfficiencyResult> results) => EfficiencyGoals.Rivals
        .SelectMany(goal => Rivals(results, goal)).Concat(EfficiencyGoals.Earlier.SelectMany(goal => Earlier(results, goal)));

    /// <summary>Returns one row, for the mark at which the strategy compares worst.</summary>
    private static IEnumerable<Row> Rivals(IReadOnlyCollection<EfficiencyResult> results, RivalGoal goal)
    {
        var rivals = results.Where(result => goal.Kinds.Contains(result.Strategy.Spec.Kind)).ToList();
        if (Find(results, goal.Strategy) is not { } own || rivals.Count == 0)
            yield break;
        var (more, rival, mark) = EfficiencyResult.Marks.Select(mark => Worst(own, rivals, mark)).MaxBy(worst => worst.More);
        yield return new(
            $"{own.Table.Name}: {goal.Strategy}: points lost on average beyond the best rival, at the worst mark", more, "points",
            goal.Tolerance, AtMost: true)
        {
            Note = FormattableString.Invariant($"{rival} at {100 * mark:0} %"),
        };
    }

    private static (double More, string Rival, double Mark) Worst(EfficiencyResult own, List<EfficiencyResult> rivals, double mark)
    {
        var best = rivals.MinBy(rival => rival.Median(RegretBy.Mean, mark))!;
        return (own.Median(RegretBy.Mean, mark) - best.Median(RegretBy.Mean, mark), best.Strategy.Name, mark);
    }

    private static IEnumerable<Row> Earlier(IReadOnlyCollection<EfficiencyResult> results, EarlierGoal goal)
    {
        if (Find(results, goal.Strategy) is not { } own || own.Table.Name != goal.Table || Find(results, goal.Rival) is not { } rival)
            yield break;
        yield return new(
            FormattableString.Invariant(
                $"{goal.Table}: {goal.Strategy} at {100 * goal.Share:0} % (goal: {goal.Rival} at {100 * goal.RivalShare:0} %)"),
            own.Median(RegretBy.Mean, goal.Share), "points", rival.Median(RegretBy.Mean, goal.RivalShare), AtMost: true);
    }

    private static EfficiencyResult? Find(IEnumerable<EfficiencyResult> results, string strategy) =>
        results.FirstOrDefault(result => result.Strategy.Name == strategy);
}
