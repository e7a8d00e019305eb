namespace Paretune.Dashboard.Trials;

/// <summary>The model files that trainers left, as the API's host has them.</summary>
public interface IModels
{
    /// <summary>Full path of the trial's safetensors file, or null while there is none.</summary>
    string? Find(TrialId trial);
}
