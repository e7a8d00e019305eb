using System.Collections.Immutable;
using Paretune.Models.Onnx;

namespace Paretune.Models.Cards;

/// <summary>The contents of a model card.</summary>
/// <param name="TrainingImages">The number of images trained on, without the validation images.</param>
/// <param name="Judged">
/// The model's predictions on images that did not influence its choice: the test images, or the validation images if it was not tested.
/// </param>
public sealed record ModelCardContent(
    ModelFacts Model, Cost Cost, ModelExports Exports, int TrainingImages, int ValidationImages, double ValidationAccuracy,
    JudgedImages Judged)
{
    /// <summary>Validation images of each class; empty if not known.</summary>
    public ImmutableArray<int> ValidationCounts { get; init; } = [];

    /// <summary>Whether the dataset has its own validation images, and none are taken from the training images.</summary>
    public bool HasOwnValidation { get; init; }

    /// <inheritdoc cref="Dataset.Augmentation"/>
    public string? DefaultAugmentation { get; init; }
}

/// <summary>A model's predictions on images that did not influence its choice.</summary>
public sealed record JudgedImages(bool AreTest, ConfusionCounts Counts)
{
    public int Images => Counts.Images;
    public int Found => Counts.Found;
}
