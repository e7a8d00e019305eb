namespace Paretune.Dashboard.Trials;

/// <summary>The model files that trainers left.</summary>
public interface IModels
{
    /// <summary>The safetensors file that an attempt left, seekable, or null when it left none. The caller disposes it.</summary>
    Task<Stream?> Open(TrialId trial, int attempt, CancellationToken cancellation);
}
