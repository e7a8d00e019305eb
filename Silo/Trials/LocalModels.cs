using Paretune.Dashboard.Trials;
using Paretune.Training.Checkpoints;

namespace Paretune.Silo.Trials;

/// <summary>This machine's model files, for the API.</summary>
internal sealed class LocalModels(string home) : IModels
{
    public string? Find(TrialId trial) => new TrialFolder(home, trial).NewestModel();
}
