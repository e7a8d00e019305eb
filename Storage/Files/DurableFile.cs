namespace Paretune.Storage.Files;

/// <summary>Writes files atomically and durably: they exist completely or not at all, whenever the process or the machine stops.</summary>
internal static class DurableFile
{
    /// <summary>Writes a temporary file beside the path, flushes it to disk and renames it.</summary>
    /// <exception cref="IOException">The disk is full or not writable. No partial file remains, and a previous file is
    /// unchanged.</exception>
    public static void Write(string path, Action<Stream> content)
    {
        var beside = path + ".part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                content(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(beside))
                File.Delete(beside);
            throw StorageFullException.Is(problem)
                ? new StorageFullException($"{path} cannot be written: {problem.Message}. Free some space", problem)
                : new IOException($"{path} cannot be written: {problem.Message}. Make the folder writable, then try again", problem);
        }
    }
}
