using Paretune.Storage.Imports;

namespace Paretune.Storage.Datasets;

/// <summary>Deletes and renames imported datasets. Each is one move of a folder, so that a process may be killed at any moment.</summary>
/// <param name="root">The folder of the datasets' folders.</param>
internal sealed class DatasetKeeping(string root)
{
    /// <summary>Removes the images of a dataset that is there.</summary>
    /// <exception cref="IOException">It is being imported, or cannot be removed.</exception>
    public void Delete(string name)
    {
        // What a killed process leaves in the work folder, the next import of this name removes.
        using var work = WorkFolder.Claim(root, name);
        Directory.Move(Path.Combine(root, name), Path.Combine(work.Path, "deleted"));
    }

    /// <exception cref="IOException">One of the names is being imported, or the folder cannot be moved.</exception>
    public void Rename(string name, string to)
    {
        using var first = WorkFolder.Claim(root, name);
        using var second = WorkFolder.Claim(root, to);
        Directory.Move(Path.Combine(root, name), Path.Combine(root, to));
    }
}
