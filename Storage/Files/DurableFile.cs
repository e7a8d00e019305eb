namespace Paretune.Storage.Files;

/// <summary>Writes files atomically and durably: they exist completely or not at all, whenever the process or the machine stops.</summary>
internal static class DurableFile
{
    /// <summary>
    /// Writes a temporary file beside the path, flushes it to disk and renames it. The caller does not wait for the flush, which can take
    /// minutes on a slow disk.
    /// </summary>
    /// <param name="content">Called on the caller's thread.</param>
    /// <param name="flush">Called on the pool; null to flush to disk.</param>
    /// <exception cref="IOException">The disk is full or not writable. No partial file remains, and a previous file is
    /// unchanged.</exception>
    public static async Task Write(string path, Action<Stream> content, Action<FileStream>? flush = null)
    {
        var beside = path + ".part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                content(file);
                await Task.Run(() => (flush ?? FlushToDisk)(file));
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (Exception problem)
        {
            if (File.Exists(beside))
                File.Delete(beside);
            if (problem is not (IOException or UnauthorizedAccessException))
                throw;
            throw StorageFullException.Is(problem)
                ? new StorageFullException($"{path} cannot be written: {problem.Message}. Free some space", problem)
                : new IOException($"{path} cannot be written: {problem.Message}. Make the folder writable, then try again", problem);
        }
    }

    private static void FlushToDisk(FileStream file) => file.Flush(flushToDisk: true);
}
