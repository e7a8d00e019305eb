using Paretune.Dashboard.Trials;
using Paretune.Storage.Files;

namespace Paretune.Silo.Trials;

/// <summary>What attempts left in the store, for the API.</summary>
internal sealed class StoredTrialFiles(IFileStore files) : ITrialFiles
{
    public Task<Stream?> Open(TrialId trial, int attempt, AttemptFile file, CancellationToken cancellation) => files.Open(
        file switch
        {
            AttemptFile.Model => TrialFile.Model(trial, attempt),
            AttemptFile.Evaluation => TrialFile.Evaluation(trial, attempt),
            AttemptFile.Mistakes => TrialFile.Mistakes(trial, attempt),
            AttemptFile.Onnx => TrialFile.Onnx(trial, attempt, Precision.Fp32),
            AttemptFile.OnnxFp16 => TrialFile.Onnx(trial, attempt, Precision.Fp16),
            AttemptFile.OnnxInt8 => TrialFile.Onnx(trial, attempt, Precision.Int8),
            AttemptFile.Exports => TrialFile.Exports(trial, attempt),
            AttemptFile.Card => TrialFile.Card(trial, attempt),
            _ => throw new ArgumentOutOfRangeException(nameof(file), file, "a trial's file must be one of those an attempt leaves"),
        },
        cancellation);
}
