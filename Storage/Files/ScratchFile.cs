namespace Paretune.Storage.Files;

/// <summary>
/// A file without a name for what is on its way to or from a bucket: memory does not have to hold it, a broken connection can be tried
/// again from its start, and nothing is left whatever ends the process.
/// </summary>
internal static class ScratchFile
{
    public static FileStream Create(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"scratch-{Guid.NewGuid():N}");
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = 1 << 16,
            Options = FileOptions.DeleteOnClose,
        });
        // Windows deletes with the handle even when the process is killed; elsewhere a name taken away at once does the same.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }
}
