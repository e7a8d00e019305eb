namespace Paretune.Storage.Imports;

/// <summary>An empty folder beside the datasets for one import, owned by one process at a time and removed afterwards.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly FileStream _claim;

    private WorkFolder(FileStream claim, string path) => (_claim, Path) = (claim, path);

    public string Path { get; }

    /// <summary>Claims the folder for a dataset's name and clears what an import that was killed left in it.</summary>
    /// <exception cref="IOException">Another import of this name is running, or the folder cannot be written.</exception>
    public static WorkFolder Claim(string root, string name)
    {
        // The dot keeps the folder out of the list: no dataset's name has one.
        var path = System.IO.Path.Combine(root, $".{name}");
        Directory.CreateDirectory(root);
        var claim = new FileStream($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var work = new WorkFolder(claim, path);
        work.Clear();
        Directory.CreateDirectory(path);
        return work;
    }

    /// <summary>Removes what processes that were killed left in work folders; those that another process owns are passed over.</summary>
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
                // In use, or read-only for this process; the next import of the name clears it.
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
