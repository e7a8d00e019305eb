using System.Collections.Immutable;

namespace Paretune;

/// <summary>
/// What the kept model of a trial makes of the validation images: the <c>evaluation.json</c> an attempt leaves beside its model. Classes
/// and predictions are indices into <see cref="Classes"/>.
/// </summary>
public sealed record TrialEvaluation
{
    /// <summary>With more classes than this the matrix is left out, and <see cref="Confused"/> says what it would show.</summary>
    public const int MostMatrixClasses = 100;

    public required ImmutableArray<string> Classes { get; init; }

    /// <summary>Images by true class (row) and predicted class (column); empty with over <see cref="MostMatrixClasses"/> classes.</summary>
    public required ImmutableArray<ImmutableArray<int>> Confusion { get; init; }

    /// <summary>The most frequent wrong pairs, most frequent first; 100 at most.</summary>
    public required ImmutableArray<ConfusedPair> Confused { get; init; }

    /// <summary>Validation images judged.</summary>
    public required int Images { get; init; }

    /// <summary>Share of images whose class was found, 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>
    /// The most confident mistakes, and the most confident of each wrong pair of classes, by confidence; 192 at most, in files of earlier
    /// versions 64. <c>mistakes.png</c> shows them in this order.
    /// </summary>
    public required ImmutableArray<Mistake> Mistakes { get; init; }

    /// <summary>Side in pixels of a tile of <c>mistakes.png</c>.</summary>
    public required int TileSize { get; init; }

    /// <summary>Tiles in a row of <c>mistakes.png</c>.</summary>
    public required int Columns { get; init; }
}

/// <summary>Images of one class taken for another.</summary>
public sealed record ConfusedPair(int Class, int Predicted, int Count);

/// <summary>One image taken for another class.</summary>
/// <param name="Image">Index in the training images, which validation is a share of.</param>
/// <param name="Confidence">Probability the model gave the class it predicted, 0 to 1.</param>
public sealed record Mistake(int Image, int Class, int Predicted, double Confidence);
