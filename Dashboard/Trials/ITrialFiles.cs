namespace Paretune.Dashboard.Trials;

/// <summary>What an attempt leaves for its users.</summary>
public enum AttemptFile
{
    /// <summary>The kept weights, as safetensors.</summary>
    Model,

    /// <summary>What the model makes of the validation images: a <see cref="TrialEvaluation"/> as JSON.</summary>
    Evaluation,

    /// <summary>The validation images the model is most wrong about, as one PNG.</summary>
    Mistakes,
}

/// <summary>The files that trainers left.</summary>
public interface ITrialFiles
{
    /// <summary>The file that an attempt left, seekable, or null when it left none. The caller disposes it.</summary>
    /// <exception cref="IOException">The place where files lie is away or refuses; the message says which and what to do.</exception>
    Task<Stream?> Open(TrialId trial, int attempt, AttemptFile file, CancellationToken cancellation);
}
