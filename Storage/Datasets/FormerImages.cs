namespace Paretune.Storage.Datasets;

/// <summary>Checks whether the images that a search was trained on still exist under their name.</summary>
public static class FormerImages
{
    /// <summary>Returns why <paramref name="before"/> cannot be trained on as it was; null if it can.</summary>
    /// <param name="before">The dataset as it was when the search began.</param>
    public static string? WhyNot(this DatasetStore datasets, Dataset before)
    {
        if (datasets.Find(before.Name) is not { } now)
            return $"it started with dataset {before.Name}, which no longer exists; {Remedy(datasets, before)}";
        return AreEqual(before, now) ? null
            : $"the images of dataset {before.Name} have changed since it started{Difference(before, now)}; {Remedy(datasets, before)}, or "
                + "submit a new search for the current ones";
    }

    /// <summary>Compares digests, or all recorded properties for searches of older versions, which have no digest.</summary>
    private static bool AreEqual(Dataset before, Dataset now) => before.Content is { } content
        ? content == now.Content
        : before.Classes.SequenceEqual(now.Classes) && before.Size == now.Size && before.IsGrey == now.IsGrey
            && (before.TrainImages, before.ValidationImages, before.TestImages)
                == (now.TrainImages, now.ValidationImages, now.TestImages);

    private static string Difference(Dataset before, Dataset now) =>
        before.Content is { } content ? $" (content {content}, now {now.Content})" : "";

    private static string Remedy(DatasetStore datasets, Dataset before)
    {
        var renamed = before.Content is { } content ? datasets.List().FirstOrDefault(one => one.Content == content) : null;
        return renamed is null
            ? "import the original images again under that name"
            : $"dataset {renamed.Name} has the original images: rename it back (paretune data rename {renamed.Name} {before.Name})";
    }
}
