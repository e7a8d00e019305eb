namespace Paretune.Dashboard.Trials;

/// <summary>The model files that trainers left.</summary>
public interface IModels
{
    /// <summary>The safetensors file that an attempt left, seekable, or null when it left none. The caller disposes it.</summary>
    /// <exception cref="IOException">The place where models lie is away or refuses; the message says which and what to do.</exception>
    Task<Stream?> Open(TrialId trial, int attempt, CancellationToken cancellation);
}
