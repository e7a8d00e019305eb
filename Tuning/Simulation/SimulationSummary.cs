using System.Collections.Immutable;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Simulation;

/// <summary>Summary of several runs of one search with different seeds.</summary>
/// <param name="LimitedCosts">The costs with limits at which points lost are measured; empty if no cost differs between rows.</param>
/// <param name="Lost">Points lost at each share of the compute that at least one run reached, then at the end.</param>
/// <param name="Compute">The share of the table's whole compute that a run spent.</param>
/// <param name="Hours">Virtual time from start to end.</param>
/// <param name="Decisions">Mean number of answers of each kind per run.</param>
/// <param name="Trials">Mean number of trials per run that ended in each state.</param>
public sealed record SimulationSummary(
    int Runs, ImmutableArray<string> LimitedCosts, ImmutableArray<RegretSpread> Lost, Spread Compute, Spread IdleShare, Spread Hours,
    ImmutableSortedDictionary<DecisionKind, double> Decisions, ImmutableSortedDictionary<TrialState, double> Trials)
{
    /// <summary>The shares of the compute at which points lost are reported.</summary>
    public static ImmutableArray<double> Shares { get; } = [0.01, 0.02, 0.05, 0.1, 0.2];

    /// <param name="runs">At least one; each run is compared with its own truth.</param>
    public static SimulationSummary From(IReadOnlyCollection<SimulatedRun> runs, Objectives objectives)
    {
        var lost = runs.Select(run => RegretCurve.Compute(run, IRegretMeasure.From(run.Truth, objectives), Shares.AsSpan())).ToList();
        return new(
            runs.Count, [.. LimitedCost.From(runs.First().Truth, objectives).Select(cost => cost.Metric.Key)],
            [
                .. Shares
                    .Select(share => RegretSpread.From(share, [.. lost.SelectMany(run => run.Where(at => at.Share == share && !at.IsEnd))]))
                    .Where(spread => spread.Runs > 0),
                RegretSpread.From(null, [.. lost.Select(run => run[^1])]),
            ],
            Spread.From(lost.Select(run => run[^1].Share)), Spread.From(runs.Select(run => run.IdleShare)),
            Spread.From(runs.Select(run => run.Length.TotalHours)),
            Mean(runs, run => run.Answers.Select(answer => answer.Decision.Kind)),
            Mean(runs, run => run.Search.Trials()!.Value.Select(trial => trial.State)));
    }

    private static ImmutableSortedDictionary<T, double> Mean<T>(
        IReadOnlyCollection<SimulatedRun> runs, Func<SimulatedRun, IEnumerable<T>> of)
        where T : notnull =>
        runs.SelectMany(of).GroupBy(one => one).ToImmutableSortedDictionary(same => same.Key, same => same.Count() / (double)runs.Count);
}

/// <summary>Points lost at a share of the compute: the mean over all size limits, and the loss at the worst of them.</summary>
/// <param name="Share">Null for the end of the runs, whatever they had spent.</param>
/// <param name="Runs">The number of runs that reached this share.</param>
public sealed record RegretSpread(double? Share, int Runs, Spread Mean, Spread Worst)
{
    internal static RegretSpread From(double? share, IReadOnlyCollection<RegretAt> lost) =>
        new(share, lost.Count, Spread.From(lost.Select(at => at.Lost.Mean)), Spread.From(lost.Select(at => at.Lost.Worst)));
}

/// <summary>The quartiles and the median over runs.</summary>
public readonly record struct Spread(double Low, double Median, double High)
{
    internal static Spread From(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? default : new(At(sorted, 0.25), At(sorted, 0.5), At(sorted, 0.75));
    }

    private static double At(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var (below, above) = (sorted[(int)place], sorted[Math.Min((int)place + 1, sorted.Length - 1)]);
        return below + (above - below) * (place - (int)place);
    }
}
