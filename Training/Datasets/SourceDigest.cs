using System.Security.Cryptography;
using System.Text;

namespace Paretune.Training.Datasets;

/// <summary>SHA-256 that tells whether two imports had the same source.</summary>
internal static class SourceDigest
{
    /// <summary>Digest of a file, or of the names, lengths and contents of all files below a folder.</summary>
    public static async Task<string> Of(string path, CancellationToken cancel)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (File.Exists(path))
            await Append(digest, path, cancel);
        foreach (var file in Directory.Exists(path) ? FilesBelow(path) : [])
        {
            digest.AppendData(Encoding.UTF8.GetBytes($"{file}\n{new FileInfo(Path.Combine(path, file)).Length}\n"));
            await Append(digest, Path.Combine(path, file), cancel);
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private static IEnumerable<string> FilesBelow(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private static async Task Append(IncrementalHash digest, string file, CancellationToken cancel)
    {
        var buffer = new byte[1 << 20];
        await using var stream = File.OpenRead(file);
        while (await stream.ReadAsync(buffer, cancel) is var count and > 0)
            digest.AppendData(buffer.AsSpan(0, count));
    }
}
