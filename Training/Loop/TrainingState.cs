using Paretune.Training.Checkpoints;
using Paretune.Training.Models;
using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>
/// The state that outlives an epoch and is therefore stored in checkpoints: model, optimizer, the best epoch's weights and the progress.
/// </summary>
// No generator state is stored: every random choice is drawn from a seed made of (seed, trial, epoch).
internal sealed class TrainingState(IAttempt attempt) : IDisposable
{
    private Dictionary<string, Tensor> _best = [];

    /// <summary>Null until the first epoch has ended.</summary>
    public Progress? Progress { get; private set; }

    /// <summary>The newest epoch that has ended; 0 before the first.</summary>
    public int Epoch => Progress?.Report.Epoch ?? 0;

    /// <summary>Weights and buffers of the epoch with the lowest validation loss; empty as long as every loss was NaN.</summary>
    public IReadOnlyDictionary<string, Tensor> Best => _best;

    public void Restore(SavedCheckpoint checkpoint)
    {
        Progress = checkpoint.Progress;
        _best = checkpoint.Restore(attempt);
    }

    /// <summary>Records the end of an epoch, and keeps its weights if no earlier epoch was as good.</summary>
    public void End(Report report)
    {
        Progress = Progress.After(Progress, report);
        if (Progress.BestEpoch != report.Epoch)
            return;
        _best.Dispose();
        _best = attempt.Model.Copy();
    }

    public Task Save(CheckpointStore checkpoints, CancellationToken cancellation) =>
        checkpoints.Save(Progress!, attempt.State, _best, attempt.Optimiser, cancellation);

    public void Dispose() => _best.Dispose();
}
