using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>One epoch of one attempt: every training batch once, then the validation images.</summary>
internal sealed class EpochRun : IDisposable
{
    // A loss that is no number is looked for this often; reading it waits for the device.
    private const int StepsPerLook = 20;

    private readonly TrainingRun run;
    private readonly Lease lease;
    private readonly int epoch;
    private readonly Generator generator;
    private readonly Tensor order;
    private readonly Tally training;
    private readonly Tally validation;
    private readonly Pace pace;
    private readonly TimeProvider time;
    private readonly long started;
    private double seconds;
    private double rate;
    private bool diverged;

    public EpochRun(TrainingRun run, Lease lease, int epoch, Device device, TimeProvider time)
    {
        (this.run, this.lease, this.epoch, this.time) = (run, lease, epoch, time);
        generator = new((ulong)Seeds.Of(lease.Job.Seed, Draw.Epoch, lease.Trial.Number, epoch), CPU);
        order = run.Shuffle(generator);
        training = new(run.Plan.Classes, device);
        validation = new(run.Plan.Classes, device, isRanked: true);
        pace = new(time);
        started = time.GetTimestamp();
    }

    /// <summary>Trains, then validates; a null is a step with nothing to tell.</summary>
    public IEnumerable<Signal?> Signals()
    {
        var steps = run.Steps;
        for (var step = 0; step < steps && !diverged; step++)
        {
            (var images, rate) = run.Step(epoch, step, order, generator, training);
            diverged = (step % StepsPerLook == 0 || step == steps - 1) && !training.IsFinite();
            yield return Told(pace.Count(images), step + 1, steps);
        }

        seconds = time.GetElapsedTime(started).TotalSeconds;
        for (var step = 0; step < run.ValidationSteps && !diverged; step++)
        {
            run.Validate(step, validation);
            yield return Told(pace.Count(0), steps, steps);
        }
    }

    public void Dispose()
    {
        generator.Dispose();
        order.Dispose();
        training.Dispose();
        validation.Dispose();
    }

    /// <summary>What the epoch gave, once its signals are through.</summary>
    public Report Report() => new()
    {
        Trial = lease.Trial,
        Attempt = lease.Attempt,
        Epoch = epoch,
        TrainLoss = diverged ? double.NaN : training.Loss,
        TrainAccuracy = diverged ? double.NaN : training.Accuracy,
        ValidationLoss = diverged ? double.NaN : validation.Loss,
        Accuracy = diverged ? double.NaN : validation.Accuracy,
        ClassAccuracy = diverged ? [] : validation.ClassAccuracy,
        TopFive = diverged ? null : validation.TopFive,
        LearningRate = rate,
        Seconds = seconds,
        ImagesPerSecond = order.shape[0] / seconds,
        PeakMemoryBytes = DeviceMemory.PeakBytes,
    };

    private StepProgress? Told(double? speed, int step, int steps) => speed is null ? null : new()
    {
        Trial = lease.Trial,
        Attempt = lease.Attempt,
        Epoch = epoch,
        Step = step,
        Steps = steps,
        ImagesPerSecond = speed.Value,
    };
}
