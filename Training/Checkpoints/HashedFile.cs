using System.Security.Cryptography;

namespace Paretune.Training.Checkpoints;

/// <summary>
/// Writes and checks files that end with the SHA-256 of all preceding bytes, so that truncation and changes are detected.
/// </summary>
internal static class HashedFile
{
    public static void Write(Stream file, Action<Stream> content)
    {
        using var hash = SHA256.Create();
        using (var hashed = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true))
            content(hashed);
        file.Write(hash.Hash!);
    }

    /// <summary>Returns whether the hash matches; leaves the file at its start.</summary>
    public static async Task<bool> Holds(Stream file, CancellationToken cancellation)
    {
        var left = file.Length - SHA256.HashSizeInBytes;
        if (left < 0)
            return false;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        while (left > 0)
        {
            var read = buffer.AsMemory(0, (int)Math.Min(buffer.Length, left));
            await file.ReadExactlyAsync(read, cancellation);
            hash.AppendData(read.Span);
            left -= read.Length;
        }

        var kept = new byte[SHA256.HashSizeInBytes];
        await file.ReadExactlyAsync(kept, cancellation);
        file.Position = 0;
        return hash.GetHashAndReset().AsSpan().SequenceEqual(kept);
    }
}
