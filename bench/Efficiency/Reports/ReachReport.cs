using Paretune.Bench.Efficiency.Goals;
using Paretune.Bench.Efficiency.Measuring;
using Paretune.Tuning.Simulation;

namespace Paretune.Bench.Efficiency.Reports;

/// <summary>Reports the share of the compute after which a strategy loses little.</summary>
internal static class ReachReport
{
    // A run counts at the first of 200 shares at which it reaches the goal.
    private const int Steps = 200, RunsPerSeed = 5;

    // More than the whole compute, so that it misses every goal.
    private const double Never = 1.01;

    private static readonly double[] Shares = [.. Enumerable.Range(1, Steps).Select(step => step / (double)Steps)];

    public static IEnumerable<Row> Rows(EfficiencyTable table, ComparedStrategy strategy, int seeds) =>
        EfficiencyGoals.Reach.Where(goal => goal.Table == table.Name).Select(goal => Row(table, strategy, seeds * RunsPerSeed, goal));

    private static Row Row(EfficiencyTable table, ComparedStrategy strategy, int runs, ReachGoal goal)
    {
        var reached = Reached(table, strategy, runs, goal);
        var most = reached.Order().ElementAt((int)Math.Ceiling(goal.Runs * runs) - 1);
        return new(
            FormattableString.Invariant(
                $"{table.Name}: {strategy.Name}: compute until ≤ {goal.Mean} mean, ≤ {goal.Worst} worst in {100 * goal.Runs:0} % of runs"),
            100 * most, "%", strategy.Name == goal.Strategy ? 100 * goal.Share : null, AtMost: true)
        {
            Note = FormattableString.Invariant(
                $"median {100 * Statistics.Median(reached):0.0} %; {reached.Count(IsNever)} of {runs} never"),
        };
    }

    private static List<double> Reached(EfficiencyTable table, ComparedStrategy strategy, int runs, ReachGoal goal) =>
    [
        .. Enumerable.Range(1, runs).AsParallel().AsOrdered()
            .Select(seed => EfficiencyRun.From(table, strategy.Spec, EfficiencyResult.UsualWorkers, seed, Shares))
            .Select(run => run.Along.Where(at => IsThere(at, goal)).Select(at => at.Share).DefaultIfEmpty(Never).First()),
    ];

    private static bool IsNever(double share) => share == Never;

    private static bool IsThere(RegretAt at, ReachGoal goal) => at.Lost.Mean <= goal.Mean && at.Lost.Worst <= goal.Worst;
}
