namespace Paretune.Tuning.Specs;

/// <summary>How the training images that a search uses are divided: one in ten validates, and the others train.</summary>
public static class ValidationSplit
{
    private const int OneIn = 10;

    /// <summary>How many of so many images validate; at least one.</summary>
    public static int Validation(int images) => Math.Max(1, images / OneIn);

    /// <summary>How many of so many images train.</summary>
    public static int Training(int images) => images - Validation(images);
}
