using Paretune.Tuning.Strategies;

namespace Paretune.Silo.Workers;

/// <summary>
/// Simulates training on a device <c>simulated:N</c>: nothing is trained, and accuracies follow a seeded curve, the same on every machine
/// and in every attempt. For trying out a cluster and measuring its overhead.
/// </summary>
internal static class SimulatedTraining
{
    /// <summary>The speed at which a search's <c>trainImages</c> are processed; without that limit, an epoch takes a second.</summary>
    public const int ImagesPerSecond = 250;

    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(0.5);

    // The shape of a plausible curve: epochs until 63 % of its height, and the noise of an epoch.
    private const double Epochs63 = 4, Noise = 0.01;

    /// <summary>Reports each epoch, and in long epochs a step twice a second. To stop, do not ask for the next signal.</summary>
    /// <exception cref="InvalidOperationException">The search has a custom trainer, which cannot be simulated.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static IEnumerable<Signal> Run(Lease lease, CancellationToken cancellation)
    {
        if (lease.Job.Trainer is { } trainer)
            throw new InvalidOperationException(
                $"a simulated device trains Paretune's own networks only, but got trainer {trainer}; set Paretune:Devices to auto");
        if (lease.Kind == LeaseKind.Test)
        {
            var (accuracy, loss) = Figures(lease, lease.Job.Epochs);
            yield return new TestResult { Trial = lease.Trial, Attempt = lease.Attempt, Accuracy = accuracy, Loss = loss };
            yield break;
        }

        var seconds = (lease.Job.TrainImages ?? ImagesPerSecond) / (double)ImagesPerSecond;
        for (var epoch = lease.ReportedEpochs + 1; epoch <= lease.Job.Epochs; epoch++)
        {
            var steps = Math.Max(1, (int)Math.Ceiling(seconds / LongestStep.TotalSeconds));
            for (var step = 1; step <= steps; step++)
            {
                if (cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(seconds / steps)))
                    cancellation.ThrowIfCancellationRequested();
                if (step < steps)
                    yield return Step(lease, epoch, step, steps);
            }

            yield return Report(lease, epoch, seconds) with { Model = epoch == lease.Job.Epochs ? Model(lease.Job) : null };
        }
    }

    /// <summary>Returns a plausible latency for the configuration, the same on every machine, and no file.</summary>
    private static ModelMeasurements Model(Job job)
    {
        const double MillisecondsWhole = 2, Spread = 0.1;
        var (width, resolution) = (job.Configuration.Width, job.Configuration.Resolution);
        var median = MillisecondsWhole * width * width * resolution * resolution;
        return new(
            null, job.Latency is { } precision ? new(precision, median, median * (1 - Spread), median * (1 + Spread), Runs: 1) : null);
    }

    private static StepProgress Step(Lease lease, int epoch, int step, int steps) =>
        new() { Trial = lease.Trial, Attempt = lease.Attempt, Epoch = epoch, Step = step, Steps = steps, ImagesPerSecond = 0 };

    private static Report Report(Lease lease, int epoch, double seconds)
    {
        var (accuracy, loss) = Figures(lease, epoch);
        return new()
        {
            Trial = lease.Trial,
            Attempt = lease.Attempt,
            Epoch = epoch,
            TrainLoss = loss,
            TrainAccuracy = accuracy,
            ValidationLoss = loss,
            Accuracy = accuracy,
            LearningRate = lease.Job.Configuration.LearningRate,
            Seconds = seconds,
            ImagesPerSecond = 0,
            PeakMemoryBytes = 0,
        };
    }

    /// <summary>Computes plausible figures: wider and larger networks are better; each epoch has its seeded noise.</summary>
    private static (double Accuracy, double Loss) Figures(Lease lease, int epoch)
    {
        var configuration = lease.Job.Configuration;
        var best = 0.5 + 0.3 * configuration.Width + 0.1 * configuration.Resolution + 0.02 * Math.Min(configuration.Dilation, 3);
        var random = new SplitMix64(
            lease.Job.TrialSeed is { } seed ? SeedOf(seed, trial: 0, epoch) : SeedOf(lease.Job.Seed, lease.Trial.Number, epoch));
        var noise = Noise * (random.Below(2001) - 1000) / 1000.0;
        var accuracy = Math.Clamp(best * (1 - Math.Exp(-epoch / Epochs63)) + noise, 0, 1);
        return (accuracy, -Math.Log(Math.Max(accuracy, 1e-6)));
    }

    private static long SeedOf(long seed, int trial, int epoch) => unchecked((seed * 1_000_003 + trial) * 1_000_003 + epoch);
}
