namespace Paretune.Storage.Files;

/// <summary>A file that is there whole or not at all, whenever the process or the machine stops.</summary>
internal static class DurableFile
{
    /// <summary>Writes beside, flushes to the disk, renames into place.</summary>
    /// <exception cref="IOException">The disk is full or cannot be written; nothing is left behind and what was there before
    /// stays.</exception>
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
                : new IOException($"{path} cannot be written: {problem.Message}. Make the folder writable, then submit again", problem);
        }
    }
}
