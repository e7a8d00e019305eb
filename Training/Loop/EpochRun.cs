namespace Paretune.Training.Loop;

/// <summary>One epoch of one attempt: every training batch once, then the validation examples.</summary>
internal sealed class EpochRun(IAttemptRun run, Lease lease, int epoch, TimeProvider time) : IDisposable
{
    // A loss that is no number is looked for this often; reading it waits for the device.
    private const int StepsPerLook = 20;

    private readonly IEpoch work = run.Begin(epoch);
    private readonly Pace pace = new(time);
    private readonly long started = time.GetTimestamp();
    private double seconds;
    private double rate;
    private bool diverged;

    /// <summary>Trains, then validates; a null is a step with nothing to tell.</summary>
    public IEnumerable<Signal?> Signals()
    {
        var steps = run.Steps;
        for (var step = 0; step < steps && !diverged; step++)
        {
            (var examples, rate) = work.Step(step);
            diverged = (step % StepsPerLook == 0 || step == steps - 1) && !work.IsFinite;
            yield return AttemptLoop.Told(pace.Count(examples), lease, epoch, step + 1, steps);
        }

        seconds = time.GetElapsedTime(started).TotalSeconds;
        for (var step = 0; step < work.ValidationSteps && !diverged; step++)
        {
            work.Validate(step);
            yield return AttemptLoop.Told(pace.Count(0), lease, epoch, steps, steps);
        }
    }

    /// <summary>What the epoch gave, once its signals are through.</summary>
    public Report Report()
    {
        var figures = diverged ? EpochFigures.Diverged : work.Figures();
        return new()
        {
            Trial = lease.Trial,
            Attempt = lease.Attempt,
            Epoch = epoch,
            TrainLoss = figures.TrainLoss,
            TrainAccuracy = figures.TrainAccuracy,
            ValidationLoss = figures.ValidationLoss,
            Accuracy = figures.Accuracy,
            ClassAccuracy = figures.ClassAccuracy,
            TopFive = figures.TopFive,
            LearningRate = rate,
            Seconds = seconds,
            ImagesPerSecond = work.Examples / seconds,
            PeakMemoryBytes = DeviceMemory.PeakBytes,
        };
    }

    public void Dispose() => work.Dispose();
}
