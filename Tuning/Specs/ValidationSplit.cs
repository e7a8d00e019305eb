namespace Paretune.Tuning.Specs;

/// <summary>
/// How the images that a search uses are divided: those that the dataset keeps for validation validate; without such, one in ten of the training
/// images, and the others train.
/// </summary>
public static class ValidationSplit
{
    private const int OneIn = 10;

    /// <summary>How many of so many images validate; at least one.</summary>
    public static int Validation(int images) => Math.Max(1, images / OneIn);

    /// <summary>How many images of a dataset train and how many validate.</summary>
    /// <param name="trainImages">How many of the training images are used; null for all.</param>
    public static (int Training, int Validation) Of(Dataset dataset, int? trainImages)
    {
        var used = trainImages ?? dataset.TrainImages;
        return dataset.ValidationImages > 0 ? (used, dataset.ValidationImages) : (Training(used), Validation(used));
    }

    /// <summary>How many of so many images train.</summary>
    public static int Training(int images) => images - Validation(images);
}
