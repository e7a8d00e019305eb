using Microsoft.Extensions.Logging;
using Paretune.Storage.Files;
using Paretune.Training.Checkpoints;

namespace Paretune.Training.Loop;

/// <summary>
/// Reads and writes the files of one attempt. While the store is slow or unavailable, each call yields a signal about twice a second, so
/// that the lease is renewed and a cancel takes effect.
/// </summary>
/// <param name="steps">Steps per epoch, for those signals.</param>
internal sealed class AttemptStore(IFileStore files, Lease lease, int steps, TimeProvider time, ILogger logger)
{
    private readonly StoreWait _wait = new(time, logger);
    private readonly CheckpointStore _checkpoints = new(files, lease.Trial, lease.Attempt, logger, lease.RestartedAfter, lease.OtherRuns);

    /// <summary>Restores the newest valid checkpoint, if there is one.</summary>
    public IEnumerable<StepProgress> Restore(TrainingState state)
    {
        SavedCheckpoint? newest = null;
        var meanwhile = ProgressPace.Waiting(lease, lease.ReportedEpochs + 1, steps);
        foreach (var waiting in _wait.For(async stop => newest = await _checkpoints.Newest(lease.ReportedEpochs, stop), meanwhile))
            yield return waiting;
        using var checkpoint = newest;
        if (checkpoint is not null)
            state.Restore(checkpoint);
    }

    public IEnumerable<StepProgress> Save(TrainingState state) =>
        _wait.For(stop => state.Save(_checkpoints, stop), ProgressPace.Waiting(lease, state.Epoch, steps));

    /// <summary>Returns the signal between two pieces of work on a file; null if it is not time yet.</summary>
    public StepProgress? Working(ProgressPace pace) => pace.After(examples: 0, lease.Job.Epochs, steps, steps);

    /// <summary>Writes a file of the attempt after its last epoch.</summary>
    public IEnumerable<StepProgress> Write(TrialFile file, Action<Stream> content) =>
        _wait.For(stop => files.Write(file, content, stop), ProgressPace.Waiting(lease, lease.Job.Epochs, steps));

    /// <summary>Opens the model to test.</summary>
    /// <param name="load">Reads the model before the file is closed.</param>
    public IEnumerable<StepProgress> OpenModel(Action<Stream> load)
    {
        Stream? model = null;
        var file = TrialFile.Model(lease.Trial, lease.ModelAttempt);
        var meanwhile = ProgressPace.Waiting(lease, lease.Job.Epochs, steps);
        foreach (var waiting in _wait.For(async stop => model = await files.Open(file, stop), meanwhile))
            yield return waiting;
        using var opened = model ?? throw new FileNotFoundException($"trial {lease.Trial} has no model to test: {file.Path} is missing");
        load(opened);
    }
}
