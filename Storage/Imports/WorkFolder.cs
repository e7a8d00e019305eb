namespace Paretune.Storage.Imports;

/// <summary>An empty folder beside the datasets for one import, owned by one process at a time and deleted afterwards.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly FileStream _claim;

    private WorkFolder(FileStream claim, string path) => (_claim, Path) = (claim, path);

    public string Path { get; }

    /// <summary>Claims the folder for a dataset's name and clears what a killed import left in it.</summary>
    /// <exception cref="IOException">Another import of this name is running, or the folder cannot be written.</exception>
    public static WorkFolder Claim(string root, string name)
    {
        // Names of datasets contain no dot, so the folder is not listed as a dataset.
        var path = System.IO.Path.Combine(root, $".{name}");
        Directory.CreateDirectory(root);
        var claim = new FileStream($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var work = new WorkFolder(claim, path);
        work.Clear();
        Directory.CreateDirectory(path);
        return work;
    }

    /// <summary>Deletes what killed processes left in work folders; folders that another process owns are skipped.</summary>
    public static void Sweep(string root)
    {
        if (!Directory.Exists(root))
            return;
        foreach (var claim in Directory.EnumerateFiles(root, ".*.lock").ToList())
        {
            var name = System.IO.Path.GetFileNameWithoutExtension(claim)[1..];
            if (!Directory.Exists(System.IO.Path.Combine(root, $".{name}")))
                continue;
            try
            {
                using var left = Claim(root, name);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The folder is in use or read-only for this process; the next import of the name clears it.
            }
        }
    }

    public void Dispose()
    {
        Clear();
        _claim.Dispose();
    }

    private void Clear()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
