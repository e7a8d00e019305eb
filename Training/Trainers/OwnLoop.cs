using Microsoft.Extensions.Logging;
using Paretune.Training.Checkpoints;
using Paretune.Training.Datasets;
using Paretune.Training.Loop;
using static TorchSharp.torch;

namespace Paretune.Training.Trainers;

/// <summary>What <see cref="Trainer"/> does for a lease of a trainer of the users' own; a null is a step with nothing to tell.</summary>
internal sealed partial class OwnLoop(
    TrainerStore trainers, IImageSource images, IFileStore files, StoreWait stored, Device device, TimeProvider time, ILogger logger)
{
    // A loss that is no number is looked for this often; reading it waits for the device.
    private const int StepsPerLook = 20;

    public IEnumerable<Signal?> Train(Lease lease)
    {
        using var run = Start(lease);
        var checkpoints = new CheckpointStore(files, lease.Trial, lease.Attempt, logger);
        foreach (var waiting in GoOn(run, checkpoints, lease))
            yield return waiting;
        if (run.Progress is { } reached && (reached.Report.Epoch > lease.ReportedEpochs || reached.Report.Epoch == lease.Job.Epochs))
        {
            // The crash came between the checkpoint and the ledger: this epoch is trained but was never told.
            foreach (var waiting in Finish(run, lease))
                yield return waiting;
            yield return run.Report;
        }

        for (var epoch = (run.Progress?.Report.Epoch ?? 0) + 1; epoch <= lease.Job.Epochs; epoch++)
        {
            foreach (var signal in Epoch(run, lease, epoch))
                yield return signal;
            foreach (var waiting in stored.For(stop => run.Save(checkpoints, stop), Waiting(lease, epoch, run.Steps)))
                yield return waiting;
            foreach (var waiting in Finish(run, lease))
                yield return waiting;
            yield return run.Report;
        }
    }

    public IEnumerable<Signal?> Test(Lease lease)
    {
        using var run = Start(lease);
        Stream? model = null;
        var file = TrialFile.Model(lease.Trial, lease.ModelAttempt);
        foreach (var waiting in stored.For(async stop => model = await files.Open(file, stop), Waiting(lease, lease.Job.Epochs, steps: 0)))
            yield return waiting;
        using (var opened = model ?? throw new FileNotFoundException($"trial {lease.Trial} has no model to test: {file.Path} is missing"))
            run.Take(opened);
        using var score = run.NewScore();
        var (pace, batches) = (new Pace(time), run.Batches(DataPart.Test));
        for (var batch = 0; batch < batches; batch++)
            yield return Told(pace.Count(run.Judge(DataPart.Test, batch, score)), lease, lease.Job.Epochs, batch + 1, batches);
        score.Check(nameof(ITraining.Judge));
        yield return new TestResult { Trial = lease.Trial, Attempt = lease.Attempt, Accuracy = score.Accuracy, Loss = score.Loss };
    }

    private OwnTraining Start(Lease lease)
    {
        var name = lease.Job.Trainer!;
        return new(lease, trainers.Load(name), new(lease.Job, lease.Trial.Number, device, trainers.Folder(name), lease.MicroBatchDivisor)
        {
            Images = () => lease.Job.Dataset == name
                ? throw new InvalidOperationException(
                    $"the search names no data set, so trainer {name} must bring its data itself; name one under dataset")
                : ImagePart.Of(images.Open(lease.Job.Dataset), lease.Job.Seed, lease.Job.TrainImages),
        });
    }

    private IEnumerable<Signal?> Epoch(OwnTraining run, Lease lease, int epoch)
    {
        using Score training = run.NewScore(), validation = run.NewScore();
        var (pace, started, rate, diverged) = (new Pace(time), time.GetTimestamp(), 0.0, false);
        var (steps, batches) = (run.Steps, run.Batches(DataPart.Validation));
        for (var step = 0; step < steps && !diverged; step++)
        {
            (var examples, rate) = run.Step(epoch, step, training);
            diverged = (step % StepsPerLook == 0 || step == steps - 1) && !training.IsFinite;
            yield return Told(pace.Count(examples), lease, epoch, step + 1, steps);
        }

        var seconds = time.GetElapsedTime(started).TotalSeconds;
        for (var batch = 0; batch < batches && !diverged; batch++)
        {
            run.Judge(DataPart.Validation, batch, validation);
            yield return Told(pace.Count(0), lease, epoch, steps, steps);
        }

        if (!diverged)
        {
            training.Check(nameof(ITraining.Step));
            validation.Check(nameof(ITraining.Judge));
        }

        run.End(new()
        {
            Trial = lease.Trial,
            Attempt = lease.Attempt,
            Epoch = epoch,
            TrainLoss = diverged ? double.NaN : training.Loss,
            TrainAccuracy = diverged ? double.NaN : training.Accuracy,
            ValidationLoss = diverged ? double.NaN : validation.Loss,
            Accuracy = diverged ? double.NaN : validation.Accuracy,
            LearningRate = rate,
            Seconds = seconds,
            ImagesPerSecond = training.Examples / seconds,
            PeakMemoryBytes = DeviceMemory.PeakBytes,
        });
    }

    private IEnumerable<Signal?> GoOn(OwnTraining run, CheckpointStore checkpoints, Lease lease)
    {
        SavedCheckpoint? newest = null;
        var waiting = Waiting(lease, lease.ReportedEpochs + 1, run.Steps);
        foreach (var signal in stored.For(async stop => newest = await checkpoints.Newest(lease.ReportedEpochs, stop), waiting))
            yield return signal;
        using var checkpoint = newest;
        if (checkpoint is null)
            yield break;
        run.GoOnFrom(checkpoint);
        LogGoesOn(lease.Trial, lease.Attempt, checkpoint.Progress.Report.Epoch);
    }

    /// <summary>The kept model is in every checkpoint; it becomes a file of its own once it is final.</summary>
    private IEnumerable<Signal?> Finish(OwnTraining run, Lease lease) => run.Progress!.Report.Epoch != lease.Job.Epochs || !run.HasBest
        ? []
        : stored.For(stop => files.Write(TrialFile.Model(lease.Trial, lease.Attempt), run.Write, stop), Waiting(lease, lease.Job.Epochs, run.Steps));

    private static StepProgress Waiting(Lease lease, int epoch, int steps) => Told(0, lease, epoch, steps, steps)!;

    private static StepProgress? Told(double? speed, Lease lease, int epoch, int step, int steps) => speed is null ? null : new()
    {
        Trial = lease.Trial,
        Attempt = lease.Attempt,
        Epoch = epoch,
        Step = step,
        Steps = steps,
        ImagesPerSecond = speed.Value,
    };

    [LoggerMessage(LogLevel.Information, "Trial {Trial} attempt {Attempt} goes on after epoch {Epoch}")]
    private partial void LogGoesOn(TrialId trial, int attempt, int epoch);
}
