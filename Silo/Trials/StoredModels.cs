using Paretune.Dashboard.Trials;
using Paretune.Training.Checkpoints;

namespace Paretune.Silo.Trials;

/// <summary>The model files in the store, for the API.</summary>
internal sealed class StoredModels(IFileStore files) : IModels
{
    public Task<Stream?> Open(TrialId trial, int attempt, CancellationToken cancellation) =>
        files.Open(TrialFile.Model(trial, attempt), cancellation);
}
