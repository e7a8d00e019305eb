using System.Collections.Immutable;
using Paretune.Bench.Efficiency.Measuring;

namespace Paretune.Bench.Efficiency.Goals;

/// <summary>What strategies must reach. Goals of a strategy that does not exist, or does not run, are not asked for.</summary>
internal static class EfficiencyGoals
{
    /// <summary>Medians of points lost at a share of the compute.</summary>
    public static ImmutableArray<LostGoal> Lost { get; } =
    [
        new("NAS-Bench-101", ComparedStrategies.Grid, 0.01, LostBy.Mean, 4),
        new("NAS-Bench-101", ComparedStrategies.Front, 0.01, LostBy.Mean, 2.0),
        new("NAS-Bench-101", ComparedStrategies.Front, 0.02, LostBy.Mean, 1.1),
        new("NAS-Bench-101", ComparedStrategies.Front, 0.05, LostBy.Mean, 0.30),
        new("NAS-Bench-101", ComparedStrategies.Front, 0.1, LostBy.Mean, 0.08),
        new("NAS-Bench-101", ComparedStrategies.Front, 0.2, LostBy.Mean, 0.03),
        new("NAS-Bench-101", ComparedStrategies.Front, 0.05, LostBy.Worst, 1.5),
        new("LCBench Fashion-MNIST", ComparedStrategies.Front, 0.05, LostBy.Mean, 0.1),
        new("LCBench jannis", ComparedStrategies.Front, 0.05, LostBy.Mean, 4),
        new("LCBench covertype", ComparedStrategies.Front, 0.05, LostBy.Mean, 0.1),
        new("LCBench jungle chess", ComparedStrategies.Front, 0.05, LostBy.Mean, 1),
        new("LCBench volkert", ComparedStrategies.Front, 0.05, LostBy.Mean, 0.1),
        new("LCBench helena", ComparedStrategies.Front, 0.05, LostBy.Mean, 0.1),
        new("LCBench Fashion-MNIST", ComparedStrategies.Front, 0.1, LostBy.Mean, 0.1),
        new("LCBench jannis", ComparedStrategies.Front, 0.2, LostBy.Mean, 0.1),
        new("LCBench covertype", ComparedStrategies.Front, 0.1, LostBy.Mean, 0.1),
        new("LCBench jungle chess", ComparedStrategies.Front, 0.1, LostBy.Mean, 0.1),
        new("LCBench volkert", ComparedStrategies.Front, 0.1, LostBy.Mean, 0.1),
        new("LCBench helena", ComparedStrategies.Front, 0.1, LostBy.Mean, 0.1),
    ];

    /// <summary>One strategy early no worse than another later.</summary>
    public static ImmutableArray<EarlierGoal> Earlier { get; } =
        [new("TaskSet", ComparedStrategies.Front, 0.1, ComparedStrategies.Asha, 0.2)];

    /// <summary>On every table, at no mark worse on average than the best of those that this names.</summary>
    public static ImmutableArray<RivalGoal> Rivals { get; } =
        [new(ComparedStrategies.Front, [ComparedStrategies.Grid, ComparedStrategies.Asha], Tolerance: 0.005)];

    /// <summary>How much must be spent until little is lost.</summary>
    public static ImmutableArray<ReachGoal> Reach { get; } =
        [new("own truth", ComparedStrategies.Front, Mean: 0.5, Worst: 2, Share: 0.2, Runs: 0.95)];

    /// <summary>Of several workers.</summary>
    public static ImmutableArray<WorkersGoal> Workers { get; } =
    [
        new("NAS-Bench-101", ComparedStrategies.Front, MoreLost: 0.1, From: 0.1),
        new("own truth", ComparedStrategies.Front, MoreLost: 0.1, From: 0.2) { Idle = 0.05, IdleWorkers = 16 },
    ];
}

internal sealed record LostGoal(string Table, string Strategy, double Share, LostBy By, double AtMost);

internal sealed record EarlierGoal(string Table, string Strategy, double Share, string Rival, double RivalShare);

/// <param name="Kinds">Every compared strategy of these is a rival.</param>
/// <param name="Tolerance">In points: what nobody sees.</param>
internal sealed record RivalGoal(string Strategy, ImmutableArray<string> Kinds, double Tolerance);

/// <param name="Mean">Points lost on average over all limits.</param>
/// <param name="Worst">Points lost at the worst limit.</param>
/// <param name="Share">Of the compute, by which both are reached.</param>
/// <param name="Runs">The share of runs that must keep it.</param>
internal sealed record ReachGoal(string Table, string Strategy, double Mean, double Worst, double Share, double Runs);

/// <param name="MoreLost">Points that any number of workers may lose more than one worker at equal compute.</param>
/// <param name="From">
/// The share of the compute from which on that holds: before it, many workers have begun more trials than one would have ended.
/// </param>
internal sealed record WorkersGoal(string Table, string Strategy, double MoreLost, double From)
{
    /// <summary>Of their time that up to <see cref="IdleWorkers"/> may be idle; null for any.</summary>
    public double? Idle { get; init; }

    public int IdleWorkers { get; init; }
}
