using Microsoft.Extensions.Logging;
using Paretune.Storage.Files;
using Paretune.Training.Checkpoints;

namespace Paretune.Training.Loop;

/// <summary>The course of an attempt, whatever it trains: from its newest checkpoint, epoch by epoch, each in the store before it is told.</summary>
internal sealed partial class AttemptLoop(IFileStore files, TimeProvider time, ILogger logger)
{
    private readonly StoreWait stored = new(time, logger);

    /// <summary>A null is a step with nothing to tell, where a cancel is looked for.</summary>
    /// <param name="finish">What follows the last epoch, before its report; nothing after any other.</param>
    public IEnumerable<Signal?> Train(Lease lease, IAttemptRun run, Func<IEnumerable<Signal?>> finish)
    {
        var checkpoints = new CheckpointStore(files, lease.Trial, lease.Attempt, logger);
        foreach (var waiting in GoOn(lease, run, checkpoints))
            yield return waiting;
        if (run.Progress is { } reached && (reached.Report.Epoch > lease.ReportedEpochs || reached.Report.Epoch == lease.Job.Epochs))
        {
            // The crash came between the checkpoint and the ledger: this epoch is trained but was never told.
            foreach (var waiting in finish())
                yield return waiting;
            yield return run.Report;
        }

        for (var epoch = (run.Progress?.Report.Epoch ?? 0) + 1; epoch <= lease.Job.Epochs; epoch++)
        {
            using var trained = new EpochRun(run, lease, epoch, time);
            foreach (var signal in trained.Signals())
                yield return signal;
            run.End(Progress.After(run.Progress, trained.Report()));
            foreach (var waiting in stored.For(stop => run.Save(checkpoints, stop), Waiting(lease, epoch, run.Steps)))
                yield return waiting;
            foreach (var waiting in finish())
                yield return waiting;
            yield return run.Report;
        }
    }

    /// <summary>Opens the model that a test measures.</summary>
    /// <param name="take">Reads it, before it is closed.</param>
    public IEnumerable<Signal?> Model(Lease lease, Action<Stream> take)
    {
        Stream? model = null;
        var file = TrialFile.Model(lease.Trial, lease.ModelAttempt);
        foreach (var waiting in stored.For(async stop => model = await files.Open(file, stop), Waiting(lease, lease.Job.Epochs, steps: 0)))
            yield return waiting;
        using var opened = model ?? throw new FileNotFoundException($"trial {lease.Trial} has no model to test: {file.Path} is missing");
        take(opened);
    }

    /// <summary>Writes a file, with <paramref name="meanwhile"/> for as long as that takes.</summary>
    public IEnumerable<StepProgress> Written(TrialFile file, Action<Stream> content, StepProgress meanwhile) =>
        stored.For(stop => files.Write(file, content, stop), meanwhile);

    /// <summary>What is told of a step; null where it is not its turn.</summary>
    public static StepProgress? Told(double? speed, Lease lease, int epoch, int step, int steps) => speed is null ? null : new()
    {
        Trial = lease.Trial,
        Attempt = lease.Attempt,
        Epoch = epoch,
        Step = step,
        Steps = steps,
        ImagesPerSecond = speed.Value,
    };

    /// <summary>What is told while nothing is trained.</summary>
    public static StepProgress Waiting(Lease lease, int epoch, int steps) => Told(0, lease, epoch, steps, steps)!;

    private IEnumerable<Signal?> GoOn(Lease lease, IAttemptRun run, CheckpointStore checkpoints)
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

    [LoggerMessage(LogLevel.Information, "Trial {Trial} attempt {Attempt} goes on after epoch {Epoch}")]
    private partial void LogGoesOn(TrialId trial, int attempt, int epoch);
}
