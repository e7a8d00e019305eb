using System.Collections.Immutable;
using Paretune.Bench.Efficiency.LcBench;
using Paretune.Bench.Efficiency.Measuring;

namespace Paretune.Bench.Efficiency.Goals;

/// <summary>The goals of the strategies. A goal is skipped if its strategy does not exist or does not run.</summary>
internal static class EfficiencyGoals
{
    /// <summary>The maximum for the median of the points lost at a share of the compute.</summary>
    public static ImmutableArray<LostGoal> Lost { get; } =
    [
        // The goals of grid and asha are their current values with a small margin, so that a regression is noticed.
        new("NAS-Bench-101", ComparedStrategies.Grid, 0.01, RegretBy.Mean, 3.6),
        new("NAS-Bench-101", ComparedStrategies.Grid, 0.02, RegretBy.Mean, 2.6),
        new("NAS-Bench-101", ComparedStrategies.Grid, 0.05, RegretBy.Mean, 0.96),
        new("NAS-Bench-101", ComparedStrategies.Grid, 0.1, RegretBy.Mean, 0.47),
        new("NAS-Bench-101", ComparedStrategies.Grid, 0.2, RegretBy.Mean, 0.17),
        new("NAS-Bench-101", ComparedStrategies.Grid, 0.3, RegretBy.Mean, 0.1),
        new("NAS-Bench-101", ComparedStrategies.Grid, 0.35, RegretBy.Mean, 0.08),
        new("NAS-Bench-101", ComparedStrategies.Asha, 0.01, RegretBy.Mean, 2.75),
        new("NAS-Bench-101", ComparedStrategies.Asha, 0.02, RegretBy.Mean, 0.7),
        new("NAS-Bench-101", ComparedStrategies.Asha, 0.05, RegretBy.Mean, 0.42),
        new("NAS-Bench-101", ComparedStrategies.Asha, 0.1, RegretBy.Mean, 0.25),
        new("NAS-Bench-101", ComparedStrategies.Front, 0.01, RegretBy.Mean, 2.0),
        new("NAS-Bench-101", ComparedStrategies.Front, 0.02, RegretBy.Mean, 1.1),
        new("NAS-Bench-101", ComparedStrategies.Front, 0.05, RegretBy.Mean, 0.30),
        new("NAS-Bench-101", ComparedStrategies.Front, 0.1, RegretBy.Mean, 0.08),
        new("NAS-Bench-101", ComparedStrategies.Front, 0.2, RegretBy.Mean, 0.03),
        new("NAS-Bench-101", ComparedStrategies.Front, 0.05, RegretBy.Worst, 1.5),
        new("LCBench Fashion-MNIST", ComparedStrategies.Front, 0.05, RegretBy.Mean, 0.1),
        new("LCBench jannis", ComparedStrategies.Front, 0.05, RegretBy.Mean, 4),
        new("LCBench covertype", ComparedStrategies.Front, 0.05, RegretBy.Mean, 0.1),
        new("LCBench jungle chess", ComparedStrategies.Front, 0.05, RegretBy.Mean, 1),
        new("LCBench volkert", ComparedStrategies.Front, 0.05, RegretBy.Mean, 0.1),
        new("LCBench helena", ComparedStrategies.Front, 0.05, RegretBy.Mean, 0.1),
        new("LCBench Fashion-MNIST", ComparedStrategies.Front, 0.1, RegretBy.Mean, 0.1),
        new("LCBench jannis", ComparedStrategies.Front, 0.2, RegretBy.Mean, 0.1),
        new("LCBench covertype", ComparedStrategies.Front, 0.1, RegretBy.Mean, 0.1),
        new("LCBench jungle chess", ComparedStrategies.Front, 0.1, RegretBy.Mean, 0.1),
        new("LCBench volkert", ComparedStrategies.Front, 0.1, RegretBy.Mean, 0.1),
        new("LCBench helena", ComparedStrategies.Front, 0.1, RegretBy.Mean, 0.1),
    ];

    /// <summary>The maximum for the mean over all tables of a group: the current values with a small margin.</summary>
    public static ImmutableArray<GroupGoal> Groups { get; } =
    [
        new(LcBenchTable.JudgedGroup, ComparedStrategies.Grid, 0.01, 1.2),
        new(LcBenchTable.JudgedGroup, ComparedStrategies.Grid, 0.02, 0.32),
        new(LcBenchTable.JudgedGroup, ComparedStrategies.Grid, 0.05, 0.01),
        new(LcBenchTable.JudgedGroup, ComparedStrategies.Asha, 0.01, 0.5),
        new(LcBenchTable.JudgedGroup, ComparedStrategies.Asha, 0.05, 0.5),
        new(LcBenchTable.JudgedGroup, ComparedStrategies.Asha, 0.2, 0.5),
    ];

    /// <summary>A strategy must lose no more at an early share than another at a later one.</summary>
    public static ImmutableArray<EarlierGoal> Earlier { get; } =
        [new("TaskSet", ComparedStrategies.Front, 0.1, ComparedStrategies.Asha, 0.2)];

    /// <summary>On every table and at every mark, the strategy must lose no more on average than its best rival.</summary>
    public static ImmutableArray<RivalGoal> Rivals { get; } =
        [new(ComparedStrategies.Front, [ComparedStrategies.Grid, ComparedStrategies.Asha], Tolerance: 0.005)];

    /// <summary>The share of the compute after which a strategy must lose little.</summary>
    public static ImmutableArray<ReachGoal> Reach { get; } =
        [new("own truth", ComparedStrategies.Front, Mean: 0.5, Worst: 2, Share: 0.2, Runs: 0.95)];

    /// <summary>Goals for several workers.</summary>
    public static ImmutableArray<WorkersGoal> Workers { get; } =
    [
        new("NAS-Bench-101", ComparedStrategies.Front, MoreLost: 0.1, From: 0.1),
        new("own truth", ComparedStrategies.Front, MoreLost: 0.1, From: 0.2) { Idle = 0.05, IdleWorkers = 16 },
    ];

    public static IEnumerable<IGoal> All => [.. Lost, .. Groups, .. Earlier, .. Rivals, .. Reach, .. Workers];
}
