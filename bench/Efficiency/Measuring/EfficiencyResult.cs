using System.Collections.Immutable;

namespace Paretune.Bench.Efficiency.Measuring;

/// <summary>Runs of one strategy on one table with different seeds.</summary>
internal sealed record EfficiencyResult(
    EfficiencyTable Table, ComparedStrategy Strategy, int Workers, ImmutableArray<EfficiencyRun> Runs)
{
    /// <summary>The number of workers in the runs that compare strategies.</summary>
    public const int UsualWorkers = 8;

    /// <summary>Shares of the table's compute at which results are reported.</summary>
    public static ImmutableArray<double> Marks { get; } = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.35];

    public static EfficiencyResult From(EfficiencyTable table, ComparedStrategy strategy, int seeds, int workers = UsualWorkers) => new(
        table, strategy, workers,
        [
            .. Enumerable.Range(1, seeds).AsParallel().AsOrdered()
                .Select(seed => EfficiencyRun.From(table, strategy.Spec, workers, seed, Marks.AsSpan())),
        ]);

    /// <summary>Returns whether most runs ended before this share.</summary>
    public bool EndedBefore(double share) => 2 * Runs.Count(run => run.EndedBefore(share)) > Runs.Length;

    /// <summary>Returns the points lost by each run.</summary>
    /// <param name="share">Share of the compute; null for the end.</param>
    public double[] Lost(RegretBy by, double? share) => [
        .. Runs.Select(run => share is { } some ? run.At(some) : run.End.Lost)
            .Select(lost => by == RegretBy.Mean ? lost.Mean : lost.Worst)];

    public double Median(RegretBy by, double? share) => Statistics.Median(Lost(by, share));
}

/// <summary>How points lost are combined over all size limits.</summary>
internal enum RegretBy
{
    Mean,
    Worst,
}
