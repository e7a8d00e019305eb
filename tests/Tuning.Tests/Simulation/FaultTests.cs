using Paretune.Tuning.Simulation;

namespace Paretune.Tuning.Tests.Simulation;

/// <summary>
/// Searches under far more faults than in any real cluster. <c>PARETUNE_LONG=1</c> runs a thousand seeds; <c>PARETUNE_SEED</c> repeats a
/// single one that failed.
/// </summary>
public sealed class FaultTests
{
    private const int Few = 50, Many = 1000;

    [Fact]
    public void Whatever_goes_wrong_no_invariant_breaks()
    {
        var broken = Seeds().SelectMany(seed => Broken(seed).Select(broken => $"seed {seed}: {broken}")).ToList();

        Assert.True(broken.Count == 0, string.Join(Environment.NewLine, broken.Take(20)));
    }

    private static IEnumerable<string> Broken(int seed)
    {
        var truth = new CurveModel(candidates: 12 + seed % 20, epochs: 9, seed);
        var (spec, options) = (Spec(seed, truth), Options(seed));
        var run = Simulator.Run(spec, truth, options);
        var again = Simulator.Run(spec, truth, options);
        var undisturbed = Simulator.Run(spec, truth, options with { Faults = null });
        string?[] broken = [.. Invariants.Broken(run, undisturbed), .. Invariants.Broken(undisturbed), Invariants.Difference(run, again)];
        return broken.OfType<string>();
    }

    internal static SearchSpec Spec(int seed, CurveModel truth) => SimulatorTests.Spec(truth) with
    {
        Seed = seed,
        Strategy = seed % 10 == 9 ? new("manual") : (seed % 8) switch
        {
            0 => new("grid"),
            1 => new StrategySpec("random").With("samples", 10),
            2 => new("sobol"),
            3 => Sample.Asha(),
            4 => new("front"),
            5 => seed % 16 == 5 ? new("bayesian") : new StrategySpec("bayesian").With("pruner", "front").With("minEpochs", 2),
            6 => new StrategySpec("front").With("chance", 0.5).With("minEpochs", 2).With("reduction", 2),
            _ => Sample.Asha(reduction: 2, minEpochs: 2).With("sampler", "random"),
        },
        Budget = (seed / 7 % 6) switch
        {
            1 => new() { Epochs = 40 + seed % 50 },
            2 => new() { Trials = 8 },
            3 => new() { Share = 0.4 },
            4 => new() { Hours = 0.05 },
            _ => null,
        },
        Trainer = seed % 9 == 0 ? "lines" : null,
        Objectives = seed % 11 == 0 ? ["accuracy"] : seed % 9 == 0 ? ["accuracy", "parameters"] : ["accuracy", "parameters", "macs"],
        MaxAttempts = 1 + seed % 3,
        Replicates = seed % 4 == 1 ? 3 : null,
    };

    internal static SimulationOptions Options(int seed) => new()
    {
        Speeds = [.. Enumerable.Range(0, 1 + seed % 8).Select(worker => 0.5 + worker % 3)],
        Faults = Faults(seed / 3 % 4),
        Seed = seed,
        Keeping = new(ParkedBytes: seed % 5 == 0 ? 4_000_000 : null, IsApart: seed % 4 == 0),
    };

    // All kinds together, or one kind alone, so that one fault does not hide another's effect.
    private static FaultRates Faults(int kind) => kind switch
    {
        1 => FaultRates.Nothing with { EpochsBetweenWorkerFaults = 6 },
        2 => FaultRates.Nothing with { Throws = 0.05, OutOfMemory = 0.03, EpochsBetweenVisits = 10, Cancelled = 0.2 },
        3 => FaultRates.Nothing with { EpochsBetweenOwnerCrashes = 6, Lost = 0.05, Late = 0.05, Doubled = 0.05 },
        _ => new(),
    };

    private static IEnumerable<int> Seeds() =>
        int.TryParse(Environment.GetEnvironmentVariable("PARETUNE_SEED"), out var one) ? [one]
        : Enumerable.Range(1, Environment.GetEnvironmentVariable("PARETUNE_LONG") == "1" ? Many : Few);
}
