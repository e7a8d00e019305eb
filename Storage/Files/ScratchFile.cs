namespace Paretune.Storage.Files;

/// <summary>
/// Creates unnamed files for data in transfer to or from a bucket: the data need not fit in memory, a transfer can be repeated from its
/// start, and no file remains however the process ends.
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
        // Windows deletes the file with its handle even when the process is killed; elsewhere, deleting the name at once does the same.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }
}
