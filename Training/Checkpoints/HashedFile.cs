using System.Security.Cryptography;

namespace Paretune.Training.Checkpoints;

/// <summary>A file that ends with the SHA-256 of all before it, so that a cut or a changed byte is found.</summary>
internal static class HashedFile
{
    /// <inheritdoc cref="DurableFile.Write"/>
    public static void Write(string path, Action<Stream> content) => DurableFile.Write(path, file => WriteHashed(file, content));

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
