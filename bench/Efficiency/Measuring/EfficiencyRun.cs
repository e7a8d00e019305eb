using System.Collections.Immutable;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Simulation;

namespace Paretune.Bench.Efficiency.Measuring;

/// <summary>One search on one table in virtual time.</summary>
/// <param name="Along">Points lost at each share of the compute that the run reached, then at its end.</param>
/// <param name="IdleShare">The idle share of the workers' time.</param>
/// <param name="Stated">The probabilities that the strategy stated; empty if it states none.</param>
internal sealed record EfficiencyRun(ImmutableArray<RegretAt> Along, double IdleShare, ImmutableArray<StatedProbability> Stated)
{
    public RegretAt End => Along[^1];

    /// <summary>Returns whether the run ended before this share of the compute.</summary>
    public bool EndedBefore(double share) => End.Share < share;

    /// <summary>Returns the points lost at a share; those at the end if the run ended earlier.</summary>
    public Lost At(double share) =>
        Along.Where(at => !at.IsEnd && at.Share == share).Select(at => at.Lost).DefaultIfEmpty(End.Lost).First();

    /// <param name="shares">Shares of the compute of all epochs of all candidates; ascending.</param>
    public static EfficiencyRun From(
        EfficiencyTable table, StrategySpec strategy, int workers, long seed, params ReadOnlySpan<double> shares)
    {
        var run = Simulated(table, strategy, workers, seed);
        var objectives = Objectives.From(run.Search.Show()!.Spec);
        return new(
            RegretCurve.Compute(run, IRegretMeasure.From(run.Truth, objectives), shares), run.IdleShare, [.. StatedProbability.From(run)]);
    }

    public static SimulatedRun Simulated(EfficiencyTable table, StrategySpec strategy, int workers, long seed)
    {
        var truth = table.TruthFor(seed);
        return Simulator.Run(Spec(table, truth, strategy, seed), truth, SimulationOptions.Workers(workers));
    }

    private static SearchSpec Spec(EfficiencyTable table, ITruth truth, StrategySpec strategy, long seed)
    {
        var spec = BenchSearch.Spec(side: 1, trials: 1, truth.Epochs, seconds: 1);
        return spec with
        {
            Space = table.Space(spec.Space),
            Objectives = table.Objectives,
            Optimum = "most-accurate",
            Latency = table.Objectives.Contains("latency") ? Precision.Fp32 : null,
            Strategy = strategy,
            TrainImages = null,
            Seed = seed,
        };
    }
}
