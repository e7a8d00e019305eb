using System.Collections.Immutable;

namespace Paretune;

/// <summary>
/// The best model's predictions on the validation images, as in the <c>evaluation.json</c> that an attempt leaves beside its model. Classes
/// and predictions are indices into <see cref="Classes"/>.
/// </summary>
public sealed record TrialEvaluation
{
    /// <summary>With more classes, the matrix is left out and only <see cref="Confused"/> is written.</summary>
    public const int MostMatrixClasses = 100;

    public required ImmutableArray<string> Classes { get; init; }

    /// <summary>
    /// Images by true class (row) and predicted class (column); empty with more than <see cref="MostMatrixClasses"/> classes.
    /// </summary>
    public required ImmutableArray<ImmutableArray<int>> Confusion { get; init; }

    /// <summary>The most frequent confusions, most frequent first; at most 100.</summary>
    public required ImmutableArray<ConfusedPair> Confused { get; init; }

    /// <summary>The number of validation images evaluated.</summary>
    public required int Images { get; init; }

    /// <summary>Share of images that were classified correctly, 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>
    /// The most confident mistakes, and the most confident mistake of each pair of confused classes, by confidence; at most 192, or 64 in
    /// files of earlier versions. <c>mistakes.png</c> shows them in this order.
    /// </summary>
    public required ImmutableArray<Mistake> Mistakes { get; init; }

    /// <summary>Side in pixels of a tile of <c>mistakes.png</c>.</summary>
    public required int TileSize { get; init; }

    /// <summary>Tiles in a row of <c>mistakes.png</c>.</summary>
    public required int Columns { get; init; }
}

/// <summary>The number of images of one class that were predicted as another.</summary>
public sealed record ConfusedPair(int Class, int Predicted, int Count);

/// <summary>One misclassified image.</summary>
/// <param name="Image">Index into the training images, from which the validation images are taken.</param>
/// <param name="Confidence">The predicted class's probability, 0 to 1.</param>
public sealed record Mistake(int Image, int Class, int Predicted, double Confidence);
