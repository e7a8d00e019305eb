using Microsoft.Extensions.Logging;
using Paretune.Models.Running;
using Paretune.Storage.Files;

namespace Paretune.Training.Loop;

/// <summary>
/// Trains one attempt from its newest checkpoint to its last report: resumes, then for each epoch trains, validates, stores a checkpoint
/// and reports.
/// </summary>
internal sealed partial class TrainingLoop(IFileStore files, TimeProvider time, ILogger logger)
{
    // Steps between two checks for a loss that is NaN or infinite. Each check waits for the device, so not every step has one.
    private const int LossCheckInterval = 20;

    private static readonly Lazy<string> Processor = new(ProcessorName.Read);

    /// <summary>Trains until the last epoch is reported. To stop earlier, do not ask for the next signal.</summary>
    /// <returns>Signals for the search; null after a step without one, so that the caller can check for cancellation.</returns>
    public IEnumerable<Signal?> Run(Lease lease, IAttempt attempt)
    {
        var store = new AttemptStore(files, lease, attempt.Steps, time, logger);
        using var state = new TrainingState(attempt);
        DeviceMemory.ForgetPeak();

        // Resume. After a crash between checkpoint and report, the newest epoch is trained but was never reported.
        foreach (var waiting in store.Restore(state))
            yield return waiting;
        if (state.Epoch > 0)
            LogResumed(lease.Trial, lease.Attempt, state.Epoch);
        attempt.Settle(state.Progress?.Report.Machine?.Precision);
        if (state.Epoch > 0 && (state.Epoch > lease.ReportedEpochs || state.Epoch == lease.Job.Epochs))
            foreach (var signal in Report(lease, attempt, state, store))
                yield return signal;

        for (var epoch = state.Epoch + 1; epoch <= lease.Job.Epochs; epoch++)
        {
            attempt.Begin(epoch);
            var (steps, pace, started) = (attempt.Steps, new ProgressPace(lease, time), time.GetTimestamp());
            var (examples, rate, diverged) = (0L, 0.0, false);

            // Train: every batch once.
            for (var step = 0; step < steps && !diverged; step++)
            {
                (var batch, rate) = attempt.Step(step);
                examples += batch;
                diverged = (step % LossCheckInterval == 0 || step == steps - 1) && !attempt.IsLossFinite;
                yield return pace.After(batch, epoch, step + 1, steps) is { } told ? told with { Gpu = attempt.Gpu } : null;
            }

            var seconds = time.GetElapsedTime(started).TotalSeconds;

            // Validate. The validation loss decides which epoch is the best, whose weights are kept.
            for (var batch = 0; batch < attempt.ValidationBatches && !diverged; batch++)
            {
                attempt.Validate(batch);
                yield return pace.After(examples: 0, epoch, steps, steps);
            }

            var metrics = diverged ? EpochMetrics.Diverged : attempt.Metrics();
            state.End(NewReport(lease, epoch, metrics, rate, seconds, examples) with
            {
                Machine = MachineOf(attempt),
                PeakDeviceMemoryBytes = attempt.PeakDeviceBytes,
            });

            // Store the checkpoint before the report, so that every epoch in the ledger can be resumed from.
            foreach (var waiting in store.Save(state))
                yield return waiting;

            foreach (var signal in Report(lease, attempt, state, store))
                yield return signal;
        }
    }

    /// <summary>Reports the newest epoch. After the last one, first writes the best model's files, because it is then final.</summary>
    private static IEnumerable<Signal?> Report(Lease lease, IAttempt attempt, TrainingState state, AttemptStore store)
    {
        if (state.Epoch == lease.Job.Epochs && state.Best.Count > 0)
            foreach (var signal in attempt.Finish(state.Best, store))
                yield return signal;
        yield return state.Progress!.Report with { Attempt = lease.Attempt, Model = attempt.Figures };
    }

    private static Machine MachineOf(IAttempt attempt) =>
        new(TorchSharp.torch.get_num_threads(), Processor.Value) { Precision = attempt.Precision };

    private static Report NewReport(Lease lease, int epoch, EpochMetrics metrics, double rate, double seconds, long examples) => new()
    {
        Trial = lease.Trial,
        Attempt = lease.Attempt,
        Epoch = epoch,
        TrainLoss = metrics.TrainLoss,
        TrainAccuracy = metrics.TrainAccuracy,
        ValidationLoss = metrics.ValidationLoss,
        Accuracy = metrics.Accuracy,
        ClassAccuracy = metrics.ClassAccuracy,
        TopFive = metrics.TopFive,
        Balanced = metrics.Balanced,
        LearningRate = rate,
        Seconds = seconds,
        ImagesPerSecond = examples / seconds,
        PeakMemoryBytes = DeviceMemory.PeakBytes,
    };

    [LoggerMessage(LogLevel.Information, "Trial {Trial} attempt {Attempt} resumes after epoch {Epoch}")]
    private partial void LogResumed(TrialId trial, int attempt, int epoch);
}
