using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Paretune.Storage.Datasets;

/// <summary>What a page shows of a dataset: images per class, and some of each. Also works in silos without libtorch.</summary>
public sealed class DatasetPreview(DatasetStore store)
{
    private const int MostSamples = 10;

    // Enough that no two datasets of a machine have the same.
    private const int VersionLength = 16;

    private readonly ConcurrentDictionary<string, (string Identity, DatasetDetail Detail)> _shown = new();

    /// <summary>The dataset with its images per class, counted once; null where none has this name.</summary>
    /// <exception cref="InvalidDataException">Its files were truncated since it was imported.</exception>
    public DatasetDetail? Show(string name)
    {
        if (store.Rows(name) is not { } rows)
            return null;
        var identity = rows.Identity;
        if (_shown.TryGetValue(name, out var before) && before.Identity == identity)
            return before.Detail.Dataset.Augmentation == rows.Dataset.Augmentation
                ? before.Detail : before.Detail with { Dataset = rows.Dataset };
        var detail = new DatasetDetail(rows.Dataset, Counts(rows.TrainLabels()), Counts(rows.TestLabels()), Version(identity))
        {
            ValidationCounts = Counts(rows.ValidationLabels()),
            Account = rows.Account,
        };
        _shown[name] = (identity, detail);
        return detail;

        ImmutableArray<int> Counts(ushort[] labels) =>
            [.. Balances.Count(labels, PackedLabels.MostClasses).Take(rows.Dataset.Classes.Length)];
    }

    /// <summary>
    /// Up to ten training images of a class in a row, evenly spaced over those it has and always the same; null where there is no such data
    /// set, class or image.
    /// </summary>
    /// <returns>A PNG ten tiles wide.</returns>
    /// <exception cref="InvalidDataException">The dataset's files were truncated since it was imported.</exception>
    public byte[]? Samples(string name, int classIndex)
    {
        if (store.Rows(name) is not { } rows)
            return null;
        var all = rows.TrainLabels().Index().Where(image => image.Item == classIndex).Select(image => image.Index).ToArray();
        var count = Math.Min(MostSamples, all.Length);
        var some = Enumerable.Range(0, count).Select(at => all[(long)at * all.Length / count]).ToArray();
        return count == 0 ? null : ImageSheet.Encode(rows.TrainImages(some), rows.Dataset.Size, MostSamples, rows.Dataset.Channels);
    }

    private static string Version(string identity) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..VersionLength];
}
