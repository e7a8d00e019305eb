namespace Paretune.Storage.Datasets;

/// <summary>A dataset from which single images can be read.</summary>
internal interface IImageRows
{
    Dataset Dataset { get; }

    /// <inheritdoc cref="IImageSource.Identity"/>
    string Identity { get; }

    /// <summary>Returns the class index of each training image.</summary>
    /// <exception cref="InvalidDataException">The file was truncated.</exception>
    Task<ushort[]> TrainLabels(CancellationToken cancellation);

    /// <summary>Returns the class index of each test image.</summary>
    Task<ushort[]> TestLabels(CancellationToken cancellation);

    /// <summary>Returns the class index of each image of the dataset's validation split.</summary>
    Task<ushort[]> ValidationLabels(CancellationToken cancellation);

    /// <summary>The account of the import; null if unknown.</summary>
    ImportAccount? Account { get; }

    /// <summary>Returns some training images, concatenated, each as in <see cref="ImageSplit"/>.</summary>
    Task<byte[]> TrainImages(IReadOnlyList<int> indices, CancellationToken cancellation);
}

/// <summary>The built-in images.</summary>
internal sealed class ShapesRows : IImageRows
{
    // Images are drawn in sequence, so a few cost as much as all; the result, 6 MB, stays in memory.
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

/// <summary>
/// The images of an imported dataset, read from storage. Checksums are not verified, which would require reading all images.
/// </summary>
internal sealed class CachedRows(DatasetCache.Header header, CachedRows.Part read) : IImageRows
{
    private readonly int _imageBytes = header.Dataset.ImageBytes, _labelBytes = PackedLabels.Width(header.Dataset.Classes.Length);

    /// <summary>Reads part of one of the dataset's files.</summary>
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
