using System.Security.Cryptography;

namespace Paretune.Training.Checkpoints;

/// <summary>A file that ends with the SHA-256 of all before it, so that a cut or a changed byte is found.</summary>
internal static class HashedFile
{
    /// <summary>Writes beside, flushes to the disk, renames into place.</summary>
    /// <exception cref="IOException">The disk is full or cannot be written; nothing is left behind.</exception>
    public static void Write(string path, Action<Stream> content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var beside = path + ".part";
        try
        {
            using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                WriteHashed(file, content);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (IOException problem)
        {
            File.Delete(beside);
            throw new IOException($"the checkpoint {path} cannot be written: {problem.Message}. Free some space, then resume the search", problem);
        }
    }

    /// <summary>Reads a file whose hash holds, or null.</summary>
    public static byte[]? Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < SHA256.HashSizeInBytes)
            return null;
        var content = bytes.AsSpan(..^SHA256.HashSizeInBytes);
        return SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(content.Length)) ? bytes : null;
    }

    private static void WriteHashed(Stream file, Action<Stream> content)
    {
        using var hash = SHA256.Create();
        using (var hashed = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true))
            content(hashed);
        file.Write(hash.Hash!);
    }
}
