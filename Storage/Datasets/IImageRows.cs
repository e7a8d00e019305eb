namespace Paretune.Storage.Datasets;

/// <summary>A dataset of which single images can be read.</summary>
internal interface IImageRows
{
    Dataset Dataset { get; }

    /// <inheritdoc cref="IImageSource.Identity"/>
    string Identity { get; }

    /// <summary>A class index for each training image.</summary>
    /// <exception cref="InvalidDataException">The file was truncated.</exception>
    ushort[] TrainLabels();

    /// <summary>A class index for each test image.</summary>
    ushort[] TestLabels();

    /// <summary>A class index for each image that the dataset keeps for validation.</summary>
    ushort[] ValidationLabels();

    /// <summary>The account of the import; null if unknown.</summary>
    ImportAccount? Account { get; }

    /// <summary>Some training images one behind the other, each as in <see cref="ImageSplit"/>.</summary>
    byte[] TrainImages(IReadOnlyList<int> indices);
}

/// <summary>The built-in images.</summary>
internal sealed class ShapesRows : IImageRows
{
    // Drawn one after the other, so a few cost as much as all; once drawn they stay, 6 MB.
    private static readonly Lazy<byte[]> Train = new(() => Shapes.DrawTrain().Pixels);

    public Dataset Dataset => Shapes.Dataset;

    public string Identity => DatasetName.Shapes;

    public ushort[] TrainLabels() => Shapes.Labels(Dataset.TrainImages);

    public ushort[] TestLabels() => Shapes.Labels(Dataset.TestImages);

    public ushort[] ValidationLabels() => [];

    public ImportAccount? Account => null;

    public byte[] TrainImages(IReadOnlyList<int> indices)
    {
        var imageBytes = Dataset.ImageBytes;
        return [.. indices.SelectMany(index => new ArraySegment<byte>(Train.Value, index * imageBytes, imageBytes))];
    }
}

/// <summary>The images of an import, where they lie. Their checksum is not verified, because that would read all of them.</summary>
internal sealed class CachedRows(string folder, DatasetCache.Header header) : IImageRows
{
    private readonly int _imageBytes = header.Dataset.ImageBytes, _labelBytes = PackedLabels.Width(header.Dataset.Classes.Length);

    public Dataset Dataset => header.Dataset;

    public string Identity => DatasetCache.Identity(header);

    public ushort[] TrainLabels() => Labels(DatasetCache.TrainFile, Dataset.TrainImages);

    public ushort[] TestLabels() => Labels(DatasetCache.TestFile, Dataset.TestImages);

    public ushort[] ValidationLabels() =>
        Dataset.ValidationImages == 0 ? [] : Labels(DatasetCache.ValidationFile, Dataset.ValidationImages);

    public ImportAccount? Account => header.Account;

    public byte[] TrainImages(IReadOnlyList<int> indices)
    {
        var images = new byte[indices.Count * _imageBytes];
        using var file = Open(DatasetCache.TrainFile, Dataset.TrainImages);
        foreach (var (at, index) in indices.Index())
        {
            file.Position = (long)Dataset.TrainImages * _labelBytes + (long)index * _imageBytes;
            file.ReadExactly(images, at * _imageBytes, _imageBytes);
        }

        return images;
    }

    private ushort[] Labels(string name, int count)
    {
        var labels = new byte[count * _labelBytes];
        using var file = Open(name, count);
        file.ReadExactly(labels);
        return PackedLabels.Unpack(labels, _labelBytes);
    }

    private FileStream Open(string name, int count)
    {
        var path = Path.Combine(folder, name);
        DatasetCache.CheckLength(path, count, Dataset);
        // Unbuffered: each read is one image, or all labels.
        return new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
    }
}
