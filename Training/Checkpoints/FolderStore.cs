namespace Paretune.Training.Checkpoints;

/// <summary>Files under a folder: of this machine, or of a volume that all nodes mount.</summary>
public sealed class FolderStore(string folder) : IFileStore
{
    /// <summary>Finds out whether the folder can be written, which only a write tells.</summary>
    /// <exception cref="StoreFaultException">It cannot.</exception>
    public void Check()
    {
        try
        {
            Directory.CreateDirectory(folder);
            using var probe = File.Create(Path.Combine(folder, $".writable-{Guid.NewGuid():N}"), 1, FileOptions.DeleteOnClose);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StoreFaultException(
                $"the folder of checkpoints must be writable, but {folder} is not: {refused.Message} Choose another with Paretune:Checkpoints",
                mayPass: false, refused);
        }
    }

    public Task Write(TrialFile file, Action<Stream> content, CancellationToken cancellation)
    {
        DurableFile.Write(PathOf(file), content);
        return Task.CompletedTask;
    }

    public Task<Stream?> Open(TrialFile file, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult<Stream?>(
                new FileStream(PathOf(file), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16));
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task<IReadOnlyList<TrialFile>> List(TrialId? trial, CancellationToken cancellation)
    {
        var under = Path.Combine(folder, trial is { } one ? TrialFile.FolderOf(one) : TrialFile.Root);
        return Task.FromResult<IReadOnlyList<TrialFile>>(Directory.Exists(under)
            ? [.. Directory.EnumerateFiles(under, "*", SearchOption.AllDirectories).Select(FileAt).OfType<TrialFile>()]
            : []);
    }

    public Task Delete(TrialFile file, CancellationToken cancellation)
    {
        var path = PathOf(file);
        if (File.Exists(path))
            File.Delete(path);
        return Task.CompletedTask;
    }

    private string PathOf(TrialFile file) => Path.Combine(folder, file.Path);

    private TrialFile? FileAt(string path) => TrialFile.Parse(Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'));
}
