using System.Security.Cryptography;
using System.Text;

namespace Paretune.Storage.Imports;

/// <summary>Computes a SHA-256 that identifies the source of an import.</summary>
internal static class SourceDigest
{
    /// <summary>Returns the digest of an archive, or of the names, lengths and contents of all files in a folder's layout.</summary>
    /// <returns>Empty for a folder without a known layout, which may be large and is not read.</returns>
    public static async Task<string> Compute(string path, CancellationToken cancel)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (File.Exists(path))
            await Append(digest, path, cancel);
        else if (Importer.Recognize(path) is var (_, root))
            await AppendFolder(digest, root, cancel);
        else
            return "";

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private static async Task AppendFolder(IncrementalHash digest, string root, CancellationToken cancel)
    {
        foreach (var file in FilesBelow(root))
        {
            var path = Path.Combine(root, file);
            digest.AppendData(Encoding.UTF8.GetBytes($"{file}\n{new FileInfo(path).Length}\n"));
            await Append(digest, path, cancel);
        }
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
