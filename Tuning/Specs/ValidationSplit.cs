namespace Paretune.Tuning.Specs;

/// <summary>How the training images that a search uses are divided: one in ten validates, and the others train.</summary>
public static class ValidationSplit
{
    private const int OneIn = 10;

    /// <summary>How many of so many images validate; at least one, and one of each class where half of the images are enough for that.</summary>
    /// <param name="classes">0 where nobody asks for one of each.</param>
    public static int Validation(int images, int classes = 0) => Math.Max(1, Math.Max(images / OneIn, Math.Min(classes, images / 2)));

    /// <summary>How many of so many images train.</summary>
    /// <inheritdoc cref="Validation"/>
    public static int Training(int images, int classes = 0) => images - Validation(images, classes);
}
