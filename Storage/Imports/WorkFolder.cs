namespace Paretune.Storage.Imports;

/// <summary>An empty folder beside the datasets for one import, owned by one process at a time and deleted afterwards.</summary>
internal sealed class WorkFolder : IDisposable
{
    // How often a claim is tried again that another process has.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // A file that another process has: EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.
    private static readonly int[] Busy = [11, 35, unchecked((int)0x80070020)];

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
        try
        {
            var work = new WorkFolder(claim, path);
            work.Clear();
            Directory.CreateDirectory(path);
            return work;
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>Claims the folder as soon as no other process or thread has it.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static async Task<WorkFolder> Wait(string root, string name, TimeProvider time, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return Claim(root, name);
            }
            catch (IOException busy) when (Busy.Contains(busy.HResult))
            {
                await Task.Delay(Pause, time, cancellation);
            }
        }
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
                // The folder is in use or read-only for this process; the next import of the name clears it.
            }
        }
    }

    public void Dispose()
    {
        try
        {
            Clear();
        }
        finally
        {
            _claim.Dispose();
        }
    }

    private void Clear()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
