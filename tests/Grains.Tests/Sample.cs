using Paretune.Tuning.Spaces;

namespace Paretune.Grains.Tests;

/// <summary>Valid records that tests can modify.</summary>
internal static class Sample
{
    public static DateTimeOffset Noon { get; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public static Dataset Dataset { get; } = new("shapes", ["circle", "square"], 32, 1000, 200);

    /// <summary>Two trials of three epochs.</summary>
    public static SearchSpec Spec { get; } = new()
    {
        Name = "sample",
        Dataset = "shapes",
        Networks = ["dilated-separable"],
        Space = Hyperparameters.DefaultSpace.With("width", 1, 0.5),
        BaseResolution = 32,
        Objectives = ["accuracy", "parameters", "macs"],
        Limits = new(),
        Strategy = new StrategySpec("grid").With("first", "listed"),
        Epochs = 3,
        Seed = 1,
        MaxAttempts = 3,
        Optimum = "most-accurate",
    };

    public static WorkerId Worker(int number = 1, string incarnation = "a") => new($"host{number}", "cpu", incarnation);

    public static SearchId NewId() => new(Guid.NewGuid().ToString("N")[..8]);

    public static Report Report(TrialId trial, int attempt, int epoch, double loss = 1, double accuracy = 0.5) => new()
    {
        Trial = trial,
        Attempt = attempt,
        Epoch = epoch,
        TrainLoss = loss,
        TrainAccuracy = accuracy,
        ValidationLoss = loss,
        Accuracy = accuracy,
        LearningRate = 0.001,
        Seconds = 2,
        ImagesPerSecond = 100,
        PeakMemoryBytes = 1,
        ClassAccuracy = [0.25, double.NaN],
    };

    public static StepProgress Step(Lease lease) =>
        new() { Trial = lease.Trial, Attempt = lease.Attempt, Epoch = 1, Step = 3, Steps = 9, ImagesPerSecond = 100 };

    public static async Task<Decision> StepUntilTold(IGrainFactory beside, Lease lease)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var decision = Decision.Continue;
        while (decision.Kind == DecisionKind.Continue && await pace.WaitForNextTickAsync(end.Token))
            decision = await beside.GetGrain<ITrialGrain>(lease.Trial.ToString()).Signal(Step(lease));
        return decision;
    }

    /// <summary>Reads the events from the first one until a batch satisfies a condition.</summary>
    public static async Task<EventBatch> EventsUntil(ISearchGrain search, Func<EventBatch, bool> isSo)
    {
        var batch = (await search.Events(0))!;
        while (!isSo(batch))
            batch = (await search.Events(batch.Entries.IsEmpty ? long.MaxValue : batch.Entries[^1].Sequence))!;
        return batch;
    }
}
