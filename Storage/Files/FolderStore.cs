namespace Paretune.Storage.Files;

/// <summary>Stores trials' files in a folder: of this machine, or of a volume that all nodes mount.</summary>
public sealed class FolderStore(string folder) : IFileStore
{
    /// <summary>Checks that the folder is writable by writing to it.</summary>
    /// <exception cref="FileStoreException">The folder is not writable.</exception>
    public void Check()
    {
        try
        {
            Directory.CreateDirectory(folder);
            using var probe = File.Create(Path.Combine(folder, $".writable-{Guid.NewGuid():N}"), 1, FileOptions.DeleteOnClose);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new FileStoreException(
                $"the folder of checkpoints must be writable, but {folder} is not: {refused.Message} Choose another with "
                + "Paretune:Checkpoints",
                mayPass: false, refused);
        }
    }

    public async Task Write(TrialFile file, Action<Stream> content, CancellationToken cancellation)
    {
        try
        {
            await DurableFile.Write(PathOf(file), content);
        }
        catch (Exception error) when (IsOfVolume(error))
        {
            throw VolumeError(error);
        }
    }

    public Task<Stream?> Open(TrialFile file, CancellationToken cancellation) => Translate(() =>
    {
        try
        {
            return (Stream?)new FileStream(PathOf(file), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    });

    public Task<IReadOnlyList<TrialFile>> List(TrialId? trial, CancellationToken cancellation) => Translate<IReadOnlyList<TrialFile>>(() =>
    {
        var under = Path.Combine(folder, trial is { } one ? TrialFile.FolderOf(one) : TrialFile.Root);
        return Directory.Exists(under)
            ? [.. Directory.EnumerateFiles(under, "*", SearchOption.AllDirectories).Select(FileAt).OfType<TrialFile>()]
            : [];
    });

    public Task Delete(TrialFile file, CancellationToken cancellation) => Translate(() =>
    {
        var path = PathOf(file);
        if (File.Exists(path))
            File.Delete(path);
        return true;
    });

    public Task DeleteFolders(SearchId search, CancellationToken cancellation) => Translate(() =>
    {
        var path = Path.Combine(folder, TrialFile.FolderOf(search));
        string[] all = Directory.Exists(path) ? [path, .. Directory.EnumerateDirectories(path, "*", SearchOption.AllDirectories)] : [];
        foreach (var inner in all.OrderByDescending(one => one.Length))
        {
            try
            {
                Directory.Delete(inner);
            }
            catch (IOException)
            {
                // It has a file that was written since, or another process has deleted it.
            }
        }

        return true;
    });

    private Task<T> Translate<T>(Func<T> use)
    {
        try
        {
            return Task.FromResult(use());
        }
        catch (Exception error) when (IsOfVolume(error))
        {
            return Task.FromException<T>(VolumeError(error));
        }
    }

    private static bool IsOfVolume(Exception error) =>
        error is IOException and not StorageFullException or UnauthorizedAccessException;

    /// <summary>Describes a failing volume as an error of the store, not of the trial.</summary>
    private FileStoreException VolumeError(Exception error) => new(
        $"the folder of checkpoints {folder} does not work: {error.Message} Check its disk, its mount and its permissions",
        mayPass: false, error);

    private string PathOf(TrialFile file) => Path.Combine(folder, file.Path);

    private TrialFile? FileAt(string path) => TrialFile.Parse(Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'));
}
