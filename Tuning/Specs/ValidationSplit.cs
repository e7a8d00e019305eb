namespace Paretune.Tuning.Specs;

/// <summary>
/// How the images that a search uses are divided: those that the dataset keeps for validation validate; without such, one in ten of the
/// training images, and the others train.
/// </summary>
public static class ValidationSplit
{
    private const int OneIn = 10;

    /// <summary>
    /// How many of so many images validate; at least one, and one of each class where half of the images are enough for that.
    /// </summary>
    /// <param name="classes">0 if one of each class is not required.</param>
    public static int Validation(int images, int classes = 0) => Math.Max(1, Math.Max(images / OneIn, Math.Min(classes, images / 2)));

    /// <summary>How many images of a dataset train and how many validate.</summary>
    /// <param name="trainImages">How many of the training images are used; null for all.</param>
    public static (int Training, int Validation) Compute(Dataset dataset, int? trainImages)
    {
        var (used, classes) = (trainImages ?? dataset.TrainImages, dataset.Classes.Length);
        return dataset.ValidationImages > 0 ? (used, dataset.ValidationImages) : (Training(used, classes), Validation(used, classes));
    }

    /// <summary>How many of so many images train.</summary>
    /// <inheritdoc cref="Validation"/>
    public static int Training(int images, int classes = 0) => images - Validation(images, classes);
}
