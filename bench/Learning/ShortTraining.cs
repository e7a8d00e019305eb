using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Training.Images;
using Paretune.Training.Loop;
using Paretune.Tuning.Spaces;
using static TorchSharp.torch;

namespace Paretune.Bench.Learning;

/// <summary>Trains epochs of a given number of steps with the same code as a trial.</summary>
/// <param name="TrainLoss">Mean over the steps of the last epoch; with a single step, the first loss.</param>
internal sealed record ShortTraining(double TrainLoss, double ValidationLoss, double Accuracy, double Seconds)
{
    // The other images are used for validation.
    private const double TrainingShare = 0.9;

    // The minimum number of images, so that batch norm's running statistics and the validation accuracy are meaningful.
    private const int LeastImages = 640;

    public static ShortTraining Run(
        ResidentImages images, Candidate candidate, int baseResolution, int steps, long seed, long? splitSeed = null,
        int epochs = 1)
    {
        var job = JobOf(images, candidate, baseResolution, steps, seed, splitSeed ?? seed) with { Epochs = epochs };
        var lease = new Lease(
            new(new("bench"), 1), Attempt: 1, LeaseKind.Train, job, ReportedEpochs: 0, MicroBatchDivisor: 1, TimeSpan.FromMinutes(1),
            new("host", "cpu", "1"));
        using var attempt = new NetworkAttempt(
            lease, images, CPU, new(new(), TimeProvider.System, NullLogger.Instance), NullLogger.Instance);
        return Run(attempt, epochs, Math.Min(steps, attempt.Steps));
    }

    /// <param name="seed">The seed of the weights and of the order of images.</param>
    public static Job JobOf(ResidentImages images, Candidate candidate, int baseResolution, int steps, long seed, long splitSeed) =>
        new(images.Dataset.Name, candidate.Network, candidate.Configuration, baseResolution, Epochs: 1, splitSeed)
        {
            TrainImages = images.Dataset.ValidationImages > 0
                ? Math.Min(steps * candidate.Configuration.BatchSize, images.Dataset.TrainImages)
                : ImagesFor(steps, candidate.Configuration.BatchSize, (int)images.Train.Count),
            TrialSeed = seed,
        };

    /// <summary>Returns the number of training images for an epoch of this many steps, including those for validation.</summary>
    public static int ImagesFor(int steps, int batch, int all) =>
        (int)Math.Min(all, Math.Max(LeastImages, Math.Ceiling(steps * batch / TrainingShare)));

    private static ShortTraining Run(NetworkAttempt attempt, int epochs, int steps)
    {
        var started = Stopwatch.GetTimestamp();
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            attempt.Begin(epoch);
            for (var step = 0; step < steps; step++)
                attempt.Step(step);
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        for (var part = 0; part < attempt.ValidationBatches; part++)
            attempt.Validate(part);
        var metrics = attempt.Metrics();
        return new(metrics.TrainLoss, metrics.ValidationLoss, metrics.Accuracy, seconds);
    }
}
