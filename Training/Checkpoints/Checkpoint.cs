using System.Text.Json;
using Microsoft.Extensions.Logging;
using Paretune.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Checkpoints;

/// <summary>All that training needs to go on after an epoch as if nothing had happened.</summary>
/// <param name="Report">The epoch's report, given again where the ledger does not have it.</param>
/// <param name="BestEpoch">The epoch with the least validation loss so far; 0 while every loss was NaN.</param>
// The generator has no state to keep: every random choice is drawn from a seed made of (seed, trial, epoch).
internal sealed record Progress(Report Report, int BestEpoch, double BestLoss);

/// <summary>Writes and reads the checkpoints of a trial; keeps the newest two of an attempt.</summary>
internal sealed partial class CheckpointStore(TrialFolder folder, int attempt, ILogger logger)
{
    private const int Kept = 2;
    private static readonly Dictionary<string, string> NoMetadata = [];

    public void Save(Progress progress, IReadOnlyDictionary<string, Tensor> model, IReadOnlyDictionary<string, Tensor> best, optim.Optimizer optimiser)
    {
        HashedFile.Write(folder.Checkpoint(attempt, progress.Report.Epoch), stream =>
        {
            using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            writer.Write(JsonSerializer.Serialize(progress, ParetuneJson.Options));
            writer.Flush();
            Safetensors.Write(stream, model, NoMetadata);
            Safetensors.Write(stream, best, NoMetadata);
            ((OptimizerHelper)optimiser).save_state_dict(writer);
        });
        foreach (var old in folder.Epochs(attempt).Skip(Kept))
            File.Delete(folder.Checkpoint(attempt, old));
    }

    /// <summary>
    /// The checkpoint to go on from: of the newest attempt before this one that left a sound one, its newest, at most one epoch ahead of the
    /// ledger. An older attempt that wakes up late writes into its own folder and is passed over.
    /// </summary>
    public SavedCheckpoint? Newest(int reportedEpochs)
    {
        foreach (var earlier in folder.Attempts().Where(number => number < attempt))
        {
            foreach (var epoch in folder.Epochs(earlier).Where(epoch => epoch <= reportedEpochs + 1))
            {
                var path = folder.Checkpoint(earlier, epoch);
                if (HashedFile.Read(path) is { } content)
                    return new(content);
                LogDamaged(path);
            }
        }

        return null;
    }

    [LoggerMessage(LogLevel.Warning, "Checkpoint {Path} is cut short or altered (its checksum does not hold); the one before it is used")]
    private partial void LogDamaged(string path);
}

/// <summary>A checkpoint whose checksum holds.</summary>
internal sealed class SavedCheckpoint : IDisposable
{
    private readonly MemoryStream stream;
    private readonly BinaryReader reader;

    public SavedCheckpoint(byte[] content)
    {
        stream = new(content);
        reader = new(stream);
        Progress = JsonSerializer.Deserialize<Progress>(reader.ReadString(), ParetuneJson.Options)!;
    }

    public Progress Progress { get; }

    /// <summary>Puts model, best model and optimiser back; once, in the order they were written.</summary>
    public Dictionary<string, Tensor> Restore(nn.Module network, optim.Optimizer optimiser)
    {
        network.Restore(Safetensors.Read(stream).Tensors);
        var best = Safetensors.Read(stream).Tensors;
        ((OptimizerHelper)optimiser).load_state_dict(reader);
        return best;
    }

    public void Dispose() => reader.Dispose();
}
