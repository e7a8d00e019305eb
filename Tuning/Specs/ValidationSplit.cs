namespace Paretune.Tuning.Specs;

/// <summary>
/// Divides the images of a search into training and validation images. A dataset with its own validation images uses those; otherwise one
/// in ten training images validates.
/// </summary>
public static class ValidationSplit
{
    private const int OneIn = 10;

    /// <summary>
    /// Returns how many of <paramref name="images"/> training images validate: at least one, and at least one of each class if half of the
    /// images suffice for that.
    /// </summary>
    /// <param name="classes">The number of classes; 0 if one of each is not required.</param>
    public static int Validation(int images, int classes = 0) => Math.Max(1, Math.Max(images / OneIn, Math.Min(classes, images / 2)));

    /// <summary>Returns how many images of a dataset train and how many validate.</summary>
    /// <param name="trainImages">How many training images are used; null for all.</param>
    public static (int Training, int Validation) Compute(Dataset dataset, int? trainImages)
    {
        var (used, classes) = (trainImages ?? dataset.TrainImages, dataset.Classes.Length);
        return dataset.ValidationImages > 0 ? (used, dataset.ValidationImages) : (Training(used, classes), Validation(used, classes));
    }

    /// <summary>Returns how many of <paramref name="images"/> training images are left to train on.</summary>
    /// <inheritdoc cref="Validation"/>
    public static int Training(int images, int classes = 0) => images - Validation(images, classes);
}
