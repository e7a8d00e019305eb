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

    /// <summary>The model as ONNX: float32, which every trial has, and what front members have besides.</summary>
    Onnx,
    OnnxFp16,
    OnnxInt8,

    /// <summary>What the ONNX files turned out to be: a <see cref="ModelExports"/> as JSON.</summary>
    Exports,

    /// <summary>What people should know of the model, as Markdown.</summary>
    Card,
}

/// <summary>The files that trainers left.</summary>
public interface ITrialFiles
{
    /// <summary>The file that an attempt left, seekable, or null when it left none. The caller disposes it.</summary>
    /// <exception cref="IOException">The place where files lie is away or refuses; the message says which and what to do.</exception>
    Task<Stream?> Open(TrialId trial, int attempt, AttemptFile file, CancellationToken cancellation);
}
