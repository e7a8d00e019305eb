using System.Collections.Immutable;
using Paretune.Models.Images;
using Paretune.Models.Onnx;

namespace Paretune.Models.Running;

/// <summary>A class and its predicted probability, 0 to 1.</summary>
public sealed record Guess(string Class, double Probability);

/// <summary>Classifies image files with an exported model.</summary>
public sealed class Classifier : IDisposable
{
    private readonly OnnxModel _model;
    private readonly ModelFacts _facts;

    private Classifier(OnnxModel model, ModelFacts facts) => (_model, _facts) = (model, facts);

    /// <exception cref="InvalidDataException">
    /// The file is not a model of Paretune; the message gives the rule and what was found.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Classifier Open(string path) => Open(File.ReadAllBytes(path), Environment.ProcessorCount);

    /// <inheritdoc cref="Open(string)"/>
    /// <param name="file">The model file's content.</param>
    public static Classifier Open(byte[] file, int threads)
    {
        var model = new OnnxModel(file, threads);
        try
        {
            var facts = ModelFacts.Read(model.Metadata);
            return model.TakesOneInput && model.InputShape is [_, var channels, var height, var width]
                && (channels, height, width) == (facts.Channels, facts.InputSize, facts.InputSize)
                ? new(model, facts)
                : throw new InvalidDataException(
                    $"must accept one image of {facts.Channels}×{facts.InputSize}×{facts.InputSize} as its metadata says, but "
                    + $"takes {string.Join('×', model.InputShape)}");
        }
        catch (InvalidDataException)
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>What the model was trained on, and the input it takes.</summary>
    public ModelFacts Facts => _facts;

    /// <summary>Returns all classes, the most probable first.</summary>
    /// <exception cref="InvalidDataException">The file is not an image.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public ImmutableArray<Guess> Classify(string image) => Classify(ModelInput.Planes(File.ReadAllBytes(image), _facts));

    /// <inheritdoc cref="Classify(string)"/>
    /// <param name="planes">Planes as <see cref="ModelInput.Planes"/> returns them.</param>
    public ImmutableArray<Guess> Classify(ReadOnlySpan<byte> planes)
    {
        var logits = _model.Run(ModelInput.Compute(planes, _facts), 1, _facts.Channels, _facts.InputSize, _facts.InputSize);
        if (logits.Length != _facts.Classes.Length)
            throw new InvalidDataException(
                $"the model must have {_facts.Classes.Length} outputs, one for each class in its metadata, but has {logits.Length}");
        var shares = Softmax(logits);
        return [.. _facts.Classes.Zip(shares, (name, share) => new Guess(name, share)).OrderByDescending(guess => guess.Probability)];
    }

    public void Dispose() => _model.Dispose();

    private static double[] Softmax(float[] logits)
    {
        var highest = logits.Max();
        var powers = logits.Select(logit => Math.Exp(logit - highest)).ToArray();
        var sum = powers.Sum();
        return [.. powers.Select(power => power / sum)];
    }
}
