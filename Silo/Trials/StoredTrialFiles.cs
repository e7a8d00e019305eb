using Paretune.Dashboard.Trials;
using Paretune.Training.Checkpoints;

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
            _ => throw new ArgumentOutOfRangeException(nameof(file), file, "a trial's file must be one of those an attempt leaves"),
        },
        cancellation);
}
