using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Storage.Files;
using Paretune.Storage.Trainers;
using Paretune.Training.Loop;
using Paretune.Training.Trainers;

namespace Paretune.Training.Tests.Loop;

/// <summary>A trial with a tenth of the width on <see cref="TinyImages"/>, whose epochs take a tenth of a second.</summary>
internal static class TinyTrial
{
    public const int Epochs = 4;

    public static Lease Lease(int trial, string search = "s", int attempt = 1, int reported = 0) => new(
        new(new(search), trial), attempt, LeaseKind.Train,
        new("tiny", "dilated-separable", new(Dilation: 1, Width: 0.1, Resolution: 1, LearningRate: 0.01, WeightDecay: 0, BatchSize: 32), 16,
            Epochs, Seed: 5),
        reported, MicroBatchDivisor: 1, TimeSpan.FromSeconds(30), new("host", "cpu", "1"));

    public static Trainer Trainer(TrainingDevice device, string home, TimeProvider? time = null) => new(
        device, new TrainerLoader(new TrainerStore(home)), new FolderStore(home), time ?? TimeProvider.System,
        NullLogger<Trainer>.Instance);

    /// <summary>Returns a report without what depends on where and when it was made.</summary>
    public static Report Figures(Report report) =>
        report with
        {
            Attempt = 0,
            Trial = default,
            Seconds = 0,
            ImagesPerSecond = 0,
            PeakMemoryBytes = 0,
            ClassAccuracy = [],
            Model = null
        };
}
