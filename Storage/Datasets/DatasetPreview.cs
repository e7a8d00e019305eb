using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Paretune.Storage.Files;

namespace Paretune.Storage.Datasets;

/// <summary>Creates a page's preview of a dataset: images per class, and samples. Also works in silos without libtorch.</summary>
public sealed class DatasetPreview(DatasetStore store)
{
    private const int MostSamples = 10;

    // Long enough that no two datasets of a machine share a version.
    private const int VersionLength = 16;

    private readonly ConcurrentDictionary<string, (string Identity, DatasetDetail Detail)> _shown = new();

    // Pages request the samples of one class after the other.
    private LabelsOf? _last;

    /// <summary>Returns the dataset with its images per class, which are counted once; null if no dataset has this name.</summary>
    /// <exception cref="InvalidDataException">The dataset's files were truncated since the import.</exception>
    /// <exception cref="FileStoreException">The files are in a bucket that does not answer, or denies access.</exception>
    public async Task<DatasetDetail?> Show(string name, CancellationToken cancellation)
    {
        if (store.Rows(name) is not { } rows)
            return null;
        var identity = rows.Identity;
        if (_shown.TryGetValue(name, out var before) && before.Identity == identity)
            return before.Detail.Dataset.Augmentation == rows.Dataset.Augmentation
                ? before.Detail : before.Detail with { Dataset = rows.Dataset };
        var detail = new DatasetDetail(
            rows.Dataset, Counts(await TrainLabels(rows, cancellation)), Counts(await rows.TestLabels(cancellation)), Version(identity))
        {
            ValidationCounts = Counts(await rows.ValidationLabels(cancellation)),
            Account = rows.Account,
        };
        _shown[name] = (identity, detail);
        return detail;

        ImmutableArray<int> Counts(ushort[] labels) =>
            [.. ClassBalances.Count(labels, PackedLabels.MostClasses).Take(rows.Dataset.Classes.Length)];
    }

    /// <summary>
    /// Returns up to ten training images of a class in a row, evenly spaced and always the same ones; null if the dataset, class or images
    /// do not exist.
    /// </summary>
    /// <returns>A PNG ten tiles wide.</returns>
    /// <inheritdoc cref="Show"/>
    public async Task<byte[]?> Samples(string name, int classIndex, CancellationToken cancellation)
    {
        if (store.Rows(name) is not { } rows)
            return null;
        var labels = await TrainLabels(rows, cancellation);
        var all = labels.Index().Where(image => image.Item == classIndex).Select(image => image.Index).ToArray();
        var count = Math.Min(MostSamples, all.Length);
        if (count == 0)
            return null;
        var some = Enumerable.Range(0, count).Select(at => all[(long)at * all.Length / count]).ToArray();
        return ImageSheet.Encode(
            await rows.TrainImages(some, cancellation), rows.Dataset.Size, MostSamples, rows.Dataset.Channels);
    }

    private async Task<ushort[]> TrainLabels(IImageRows rows, CancellationToken cancellation)
    {
        if (_last is { } last && last.Identity == rows.Identity)
            return last.Labels;
        var labels = await rows.TrainLabels(cancellation);
        _last = new(rows.Identity, labels);
        return labels;
    }

    private static string Version(string identity) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..VersionLength];

    private sealed record LabelsOf(string Identity, ushort[] Labels);
}
