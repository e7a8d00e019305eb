using System.Diagnostics;
using Paretune.Tuning.Simulation;

namespace Paretune.Bench;

/// <summary>Measures how many epochs per second the simulator processes.</summary>
internal static class SimulationBenchmark
{
    private const int Trials = 1000, Epochs = 100, Workers = 64, Runs = 5;
    private const double Goal = 10_000;

    public static IEnumerable<Row> Run()
    {
        var truth = new CurveModel(Trials, Epochs, seed: 1, diverging: 0);
        Measure("grid", truth);
        foreach (var strategy in (string[])["grid", "random", "asha"])
            yield return new(
                $"epochs simulated per second, {strategy} of {Trials} trials of {Epochs} epochs, {Workers} workers (median of {Runs})",
                Statistics.Median(Enumerable.Range(0, Runs).Select(_ => Measure(strategy, truth))), "1/s",
                // The goal is 100,000 epochs within 10 s. ASHA has none, because it stops trials early and makes more decisions per epoch.
                strategy == "asha" ? null : Goal);
    }

    private static double Measure(string strategy, CurveModel truth)
    {
        var spec = BenchSearch.Spec(side: 1, Trials, Epochs, seconds: 1) with { Strategy = new(strategy) };
        var began = Stopwatch.GetTimestamp();
        var run = Simulator.Run(spec, truth, SimulationOptions.Workers(Workers));
        return run.Trained.Length / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
