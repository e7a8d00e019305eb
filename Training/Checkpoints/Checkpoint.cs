using System.Text.Json;
using Microsoft.Extensions.Logging;
using Paretune.Storage.Files;
using Paretune.Training.Loop;
using Paretune.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Checkpoints;

/// <summary>The progress of a training, from which it resumes exactly after an epoch.</summary>
/// <param name="Report">The epoch's report, sent again if the ledger does not have it.</param>
/// <param name="BestEpoch">The epoch with the lowest validation loss so far; 0 as long as every loss was NaN.</param>
// No generator state is stored: every random choice is drawn from a seed made of (seed, trial, epoch).
internal sealed record Progress(Report Report, int BestEpoch, double BestLoss)
{
    /// <summary>
    /// Whether the optimizer has one state for all weights together. Absent in checkpoints of 0.1, which have one per weight.
    /// </summary>
    public bool IsFlat { get; init; }

    /// <summary>Returns the progress after one more epoch; if two epochs are equally good, the earlier one stays the best.</summary>
    public static Progress After(Progress? before, Report report)
    {
        var best = before?.BestLoss ?? double.PositiveInfinity;
        return report.ValidationLoss < best
            ? new(report, report.Epoch, report.ValidationLoss) { IsFlat = true }
            : new(report, before?.BestEpoch ?? 0, best) { IsFlat = true };
    }
}

/// <summary>Writes and reads the checkpoints of a trial, which also contain the best model. Keeps an attempt's newest two.</summary>
/// <param name="restartedAfter">As <see cref="Lease.RestartedAfter"/>.</param>
/// <param name="otherRuns">As <see cref="Lease.OtherRuns"/>.</param>
internal sealed partial class CheckpointStore(
    IFileStore files, TrialId trial, int attempt, ILogger logger, int restartedAfter = 0, IReadOnlyCollection<int>? otherRuns = null)
{
    private const int Kept = 2;
    private static readonly Dictionary<string, string> NoMetadata = [];

    public Task Save(
        Progress progress, IReadOnlyDictionary<string, Tensor> model, IReadOnlyDictionary<string, Tensor> best, optim.Optimizer optimizer,
        CancellationToken cancellation) => Save(progress, stream =>
    {
        Safetensors.Write(stream, model, NoMetadata);
        Safetensors.Write(stream, best, NoMetadata);
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        ((OptimizerHelper)optimizer).save_state_dict(writer);
    }, cancellation);

    /// <param name="state">Writes the state from which training resumes.</param>
    public async Task Save(Progress progress, Action<Stream> state, CancellationToken cancellation)
    {
        await files.Write(TrialFile.Checkpoint(trial, attempt, progress.Report.Epoch), file => HashedFile.Write(file, stream =>
        {
            using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            writer.Write(JsonSerializer.Serialize(progress, ParetuneJson.Options));
            writer.Flush();
            state(stream);
        }), cancellation);
        var all = await files.List(trial, cancellation);
        foreach (
            var old in all.Where(file => file.Attempt == attempt && file.Epoch is not null).OrderByDescending(
                file => file.Epoch).Skip(Kept))
            await files.Delete(old, cancellation);
    }

    /// <summary>
    /// Returns the checkpoint to resume from: the newest valid one of the newest earlier attempt that has one, at most one epoch ahead of
    /// the ledger. An older attempt that is still running writes under its own number and is ignored.
    /// </summary>
    public Task<SavedCheckpoint?> Newest(int reportedEpochs, CancellationToken cancellation) =>
        Newest(reportedEpochs, _ => true, cancellation);

    /// <param name="isUsable">Returns whether training can resume from a checkpoint with a valid checksum.</param>
    /// <inheritdoc cref="Newest(int, CancellationToken)"/>
    public async Task<SavedCheckpoint?> Newest(
        int reportedEpochs, Func<SavedCheckpoint, bool> isUsable, CancellationToken cancellation)
    {
        var candidates = (await files.List(trial, cancellation))
            .Where(file => file.Attempt < attempt && file.Attempt > restartedAfter && file.Epoch <= reportedEpochs + 1
                && otherRuns?.Contains(file.Attempt) != true)
            .OrderByDescending(file => file.Attempt).ThenByDescending(file => file.Epoch);
        foreach (var candidate in candidates)
        {
            if (await files.Open(candidate, cancellation) is not { } file)
                continue;
            var isTaken = false;
            try
            {
                if (await HashedFile.Holds(file, cancellation))
                {
                    var saved = new SavedCheckpoint(file);
                    isTaken = isUsable(saved);
                    if (isTaken)
                        return saved;
                }
                else
                {
                    LogDamaged(candidate.Path);
                }
            }
            finally
            {
                // A bucket's file takes space until it is closed.
                if (!isTaken)
                    await file.DisposeAsync();
            }
        }

        return null;
    }

    [LoggerMessage(LogLevel.Warning, "Checkpoint {Path} is truncated or altered (its checksum does not match); trying the previous one")]
    private partial void LogDamaged(string path);
}

/// <summary>A checkpoint with a valid checksum.</summary>
internal sealed class SavedCheckpoint : IDisposable
{
    private readonly Stream _stream;
    private readonly BinaryReader _reader;

    public SavedCheckpoint(Stream stream)
    {
        _stream = stream;
        _reader = new(stream);
        Progress = JsonSerializer.Deserialize<Progress>(_reader.ReadString(), ParetuneJson.Options)!;
    }

    public Progress Progress { get; }

    /// <summary>The state that <see cref="CheckpointStore.Save(Progress, Action{Stream}, CancellationToken)"/> wrote.</summary>
    public Stream State => _stream;

    /// <summary>Restores the states of the attempt and its optimizer, in the order in which they were written. Call it once.</summary>
    /// <returns>The best model.</returns>
    public Dictionary<string, Tensor> Restore(IAttempt attempt)
    {
        var state = Safetensors.Read(_stream).Tensors;
        attempt.Restore(state);
        state.Dispose();
        var best = Safetensors.Read(_stream).Tensors;
        attempt.RestoreOptimizer(_reader, Progress.IsFlat);
        return best;
    }

    public void Dispose() => _reader.Dispose();
}
