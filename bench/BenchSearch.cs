using Paretune.Silo.Workers;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Spaces;

namespace Paretune.Bench;

/// <summary>Creates searches for simulated devices with a given number of trials.</summary>
internal static class BenchSearch
{
    public static Dataset Dataset { get; } = new("shapes", [.. Enumerable.Range(0, 10).Select(number => $"class {number}")], 32, 1000, 200);

    /// <param name="side">The number of learning rates. There are as many weight decays as the trials need.</param>
    public static SearchSpec Spec(int side, int trials, int epochs, double seconds) => new()
    {
        Name = "bench",
        Dataset = Dataset.Name,
        Networks = [NetworkCatalog.Default],
        Space = Hyperparameters.DefaultSpace
            .With("width", 0.25)
            .With("learningRate", [.. Enumerable.Range(1, side).Select(step => step * 1e-4)])
            .With("weightDecay", [.. Enumerable.Range(0, (trials + side - 1) / side).Select(step => step * 1e-5)]),
        BaseResolution = 32,
        Objectives = ["accuracy", "parameters", "macs"],
        Limits = new(),
        Strategy = new StrategySpec("random").With("samples", trials),
        Epochs = epochs,
        TrainImages = (int)(seconds * SimulatedTraining.ImagesPerSecond),
        Seed = 1,
        MaxAttempts = 3,
        Optimum = "knee",
    };

    public static async Task<ISearchGrain> Start(IGrainFactory grains, int side, int trials, int epochs, double seconds)
    {
        var search = grains.GetGrain<ISearchGrain>(Guid.NewGuid().ToString("N")[..8]);
        await search.Start(Spec(side, trials, epochs, seconds), Dataset, "bench");
        return search;
    }

    public static async Task Ended(ISearchGrain search)
    {
        while ((await search.Show())!.State == SearchState.Running)
            await Task.Delay(100);
    }

    public static Report Report(Lease lease, int epoch) => new()
    {
        Trial = lease.Trial,
        Attempt = lease.Attempt,
        Epoch = epoch,
        TrainLoss = 1.25,
        TrainAccuracy = 0.5,
        ValidationLoss = 1.5 / epoch,
        Accuracy = 0.45,
        ClassAccuracy = [.. Enumerable.Repeat(0.45, 10)],
        LearningRate = 0.001,
        Seconds = 60,
        ImagesPerSecond = 700,
        PeakMemoryBytes = 1 << 30,
    };
}
