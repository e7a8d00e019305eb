using Paretune.Dashboard.Trials;

namespace Paretune.Dashboard.Tests.Trials;

/// <summary>Model files that a test put where it likes.</summary>
internal sealed class KeptModels : IModels
{
    public Dictionary<TrialId, string> Files { get; } = [];

    public string? Find(TrialId trial) => Files.GetValueOrDefault(trial);
}
