namespace Paretune.Storage.Datasets;

/// <summary>The images of one split.</summary>
/// <param name="Pixels">n·channels·size·size bytes: image by image, its red, green and blue planes, or one grey plane
/// (<see cref="Dataset.IsGrey"/>), row by row.</param>
/// <param name="Labels">One class index per image.</param>
public sealed record ImageSplit(byte[] Pixels, ushort[] Labels)
{
    public ImageSplit(byte[] pixels, byte[] labels) : this(pixels, Array.ConvertAll(labels, label => (ushort)label))
    {
    }
}

/// <summary>All images of a dataset, decoded.</summary>
public sealed record ImageData(Dataset Dataset, ImageSplit Train, ImageSplit Test)
{
    /// <summary>The source's validation split; null if part of the training images is drawn instead.</summary>
    public ImageSplit? Validation { get; init; }
}

/// <summary>Provides the images that a trainer trains on.</summary>
public interface IImageSource
{
    /// <summary>Copies the images of a dataset to this machine if they are elsewhere. Call it before the other methods.</summary>
    /// <param name="content">As <see cref="Dataset.Content"/>; null for whatever images have that name.</param>
    /// <returns>The dataset as it is now, which is copied only if it has these images; null if no dataset has this name.</returns>
    Task<Dataset?> Prepare(string dataset, string? content, CancellationToken cancellation) => Task.FromResult<Dataset?>(null);

    /// <summary>Returns the identity of a dataset's images, which changes when they are replaced under the same name.</summary>
    string Identity(string dataset);

    /// <summary>Reads all images of a dataset.</summary>
    ImageData Open(string dataset);
}
