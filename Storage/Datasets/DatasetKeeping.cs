using Paretune.Storage.Imports;

namespace Paretune.Storage.Datasets;

/// <summary>
/// Deletes and renames imported datasets. Locally, each is one move of a folder, so the process may be killed at any moment; in a bucket,
/// the header decides whether a dataset exists.
/// </summary>
/// <param name="root">The folder that contains the datasets.</param>
/// <param name="bucket">The bucket that stores the datasets; null if only the folders do.</param>
internal sealed class DatasetKeeping(string root, DatasetBucket? bucket)
{
    /// <summary>Moves a complete dataset to its place, replacing an existing one.</summary>
    public static void Replace(string folder, string place)
    {
        if (Directory.Exists(place))
            Directory.Delete(place, recursive: true);
        Directory.Move(folder, place);
    }

    /// <summary>Deletes a dataset's images.</summary>
    /// <exception cref="IOException">The dataset is being imported, or cannot be deleted.</exception>
    public async Task Delete(string name, CancellationToken cancellation)
    {
        // What a killed process leaves in the work folder is removed by the next import of this name.
        using var work = WorkFolder.Claim(root, name);
        if (bucket is not null)
            await bucket.Delete(name, cancellation);
        if (Directory.Exists(Path.Combine(root, name)))
            Directory.Move(Path.Combine(root, name), Path.Combine(work.Path, "deleted"));
    }

    /// <exception cref="IOException">One of the names is being imported, or the folder cannot be moved.</exception>
    public async Task Rename(string name, string to, CancellationToken cancellation)
    {
        using var first = WorkFolder.Claim(root, name);
        using var second = WorkFolder.Claim(root, to);
        if (bucket is not null)
        {
            if (await bucket.Has(to, cancellation))
                throw new IOException($"the new name must be free, but {bucket} has a dataset {to}.");
            await bucket.Rename(name, to, cancellation);
        }

        if (Directory.Exists(Path.Combine(root, name)))
            Directory.Move(Path.Combine(root, name), Path.Combine(root, to));
    }
}
