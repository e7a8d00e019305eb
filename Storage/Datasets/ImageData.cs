namespace Paretune.Storage.Datasets;

/// <summary>The images of one split.</summary>
/// <param name="Pixels">
/// n·channels·size·size bytes: image by image, its red, green and blue planes, or one of grey (<see cref="Dataset.IsGrey"/>), row by row.
/// </param>
/// <param name="Labels">One class index an image.</param>
public sealed record ImageSplit(byte[] Pixels, ushort[] Labels)
{
    public ImageSplit(byte[] pixels, byte[] labels) : this(pixels, Array.ConvertAll(labels, label => (ushort)label))
    {
    }
}

/// <summary>All images of a dataset, decoded.</summary>
public sealed record ImageData(Dataset Dataset, ImageSplit Train, ImageSplit Test)
{
    /// <summary>The images that the source keeps for validation; null where a part of the training images is to be drawn for it.</summary>
    public ImageSplit? Validation { get; init; }
}

/// <summary>Where the trainer gets its images.</summary>
public interface IImageSource
{
    /// <summary>Brings the images of a dataset to this machine, if they are elsewhere; called before the others.</summary>
    /// <param name="content">As <see cref="Dataset.Content"/>; null for whatever has that name.</param>
    /// <returns>The dataset as it is now, which is only brought if it has these images; null where none has this name.</returns>
    Task<Dataset?> Prepare(string dataset, string? content, CancellationToken cancellation) => Task.FromResult<Dataset?>(null);

    /// <summary>The identity of a dataset's images. It changes when they are replaced under the same name.</summary>
    string Identity(string dataset);

    /// <summary>All images of a dataset.</summary>
    ImageData Open(string dataset);
}
