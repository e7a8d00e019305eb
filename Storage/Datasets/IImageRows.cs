namespace Paretune.Storage.Datasets;

/// <summary>A dataset of which single images can be read.</summary>
internal interface IImageRows
{
    Dataset Dataset { get; }

    /// <inheritdoc cref="IImageSource.Identity"/>
    string Identity { get; }

    /// <summary>A class index for each training image.</summary>
    /// <exception cref="InvalidDataException">The file was truncated.</exception>
    Task<ushort[]> TrainLabels(CancellationToken cancellation);

    /// <summary>A class index for each test image.</summary>
    Task<ushort[]> TestLabels(CancellationToken cancellation);

    /// <summary>A class index for each image that the dataset keeps for validation.</summary>
    Task<ushort[]> ValidationLabels(CancellationToken cancellation);

    /// <summary>The account of the import; null if unknown.</summary>
    ImportAccount? Account { get; }

    /// <summary>Some training images one behind the other, each as in <see cref="ImageSplit"/>.</summary>
    Task<byte[]> TrainImages(IReadOnlyList<int> indices, CancellationToken cancellation);
}

/// <summary>The built-in images.</summary>
internal sealed class ShapesRows : IImageRows
{
    // Drawn one after the other, so a few cost as much as all; once drawn they stay, 6 MB.
    private static readonly Lazy<byte[]> Train = new(() => Shapes.DrawTrain().Pixels);

    public Dataset Dataset => Shapes.Dataset;

    public string Identity => DatasetName.Shapes;

    public Task<ushort[]> TrainLabels(CancellationToken cancellation) => Task.FromResult(Shapes.Labels(Dataset.TrainImages));

    public Task<ushort[]> TestLabels(CancellationToken cancellation) => Task.FromResult(Shapes.Labels(Dataset.TestImages));

    public Task<ushort[]> ValidationLabels(CancellationToken cancellation) => Task.FromResult<ushort[]>([]);

    public ImportAccount? Account => null;

    public Task<byte[]> TrainImages(IReadOnlyList<int> indices, CancellationToken cancellation)
    {
        var imageBytes = Dataset.ImageBytes;
        return Task.FromResult<byte[]>(
            [.. indices.SelectMany(index => new ArraySegment<byte>(Train.Value, index * imageBytes, imageBytes))]);
    }
}

/// <summary>The images of an import, where they lie. Their checksum is not verified, because that would read all of them.</summary>
internal sealed class CachedRows(DatasetCache.Header header, CachedRows.Part read) : IImageRows
{
    private readonly int _imageBytes = header.Dataset.ImageBytes, _labelBytes = PackedLabels.Width(header.Dataset.Classes.Length);

    /// <summary>Reads a part of one of the dataset's files.</summary>
    public delegate Task<byte[]> Part(string file, long from, int length, CancellationToken cancellation);

    public Dataset Dataset => header.Dataset;

    public string Identity => DatasetCache.Identity(header);

    public Task<ushort[]> TrainLabels(CancellationToken cancellation) =>
        Labels(DatasetCache.TrainFile, Dataset.TrainImages, cancellation);

    public Task<ushort[]> TestLabels(CancellationToken cancellation) => Labels(DatasetCache.TestFile, Dataset.TestImages, cancellation);

    public Task<ushort[]> ValidationLabels(CancellationToken cancellation) =>
        Labels(DatasetCache.ValidationFile, Dataset.ValidationImages, cancellation);

    public ImportAccount? Account => header.Account;

    public async Task<byte[]> TrainImages(IReadOnlyList<int> indices, CancellationToken cancellation)
    {
        var images = await Task.WhenAll(indices.Select(index => read(
            DatasetCache.TrainFile, (long)Dataset.TrainImages * _labelBytes + (long)index * _imageBytes, _imageBytes, cancellation)));
        return [.. images.SelectMany(image => image)];
    }

    private async Task<ushort[]> Labels(string file, int count, CancellationToken cancellation) => count == 0 ? []
        : PackedLabels.Unpack(await read(file, from: 0, count * _labelBytes, cancellation), _labelBytes);
}
