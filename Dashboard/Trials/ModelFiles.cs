namespace Paretune.Dashboard.Trials;

/// <summary>Where trainers leave the kept model of each trial.</summary>
internal sealed class ModelFiles(string home)
{
    /// <summary>The trial's model file, or null while there is none.</summary>
    public FileInfo? Find(TrialId trial) =>
        new FileInfo(Path.Combine(home, "searches", trial.Search.Value, "trials", $"{trial.Number}", "model.safetensors")) is { Exists: true } file ? file : null;
}
