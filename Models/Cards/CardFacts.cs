using System.Collections.Immutable;
using Paretune.Models.Onnx;

namespace Paretune.Models.Cards;

/// <summary>What a model card tells.</summary>
/// <param name="TrainingImages">Those that trained; the validation images are kept apart from them.</param>
/// <param name="Judged">What the model makes of the images that nobody chose it by: the test images, or the validation images where it was
/// not tested.</param>
public sealed record CardFacts(
    ModelFacts Model, Cost Cost, ModelExports Exports, int TrainingImages, int ValidationImages, double ValidationAccuracy,
    JudgedImages Judged)
{
    /// <summary>Validation images of each class; empty where that is not known.</summary>
    public ImmutableArray<int> ValidationCounts { get; init; } = [];

    /// <summary>Whether the dataset keeps images for validation, instead of some that are drawn from the training images.</summary>
    public bool HasOwnValidation { get; init; }

    /// <inheritdoc cref="Dataset.Augmentation"/>
    public string? DefaultAugmentation { get; init; }
}

/// <summary>What a model makes of images that nobody chose it by.</summary>
public sealed record JudgedImages(bool AreTest, ConfusionCounts Counts)
{
    public int Images => Counts.Images;
    public int Found => Counts.Found;
}
