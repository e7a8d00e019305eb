using System.Formats.Tar;

namespace Paretune.Client.Api;

/// <summary>Packs a folder into a tar. Links are followed, since what they point to is what is meant.</summary>
internal static class FolderPack
{
    // What a file system of its own keeps at its root, which nobody but the administrator may read.
    private const string LostAndFound = "lost+found";

    /// <exception cref="Refusal">A link leads nowhere or back, or a name has a line break.</exception>
    /// <exception cref="IOException">Something cannot be read.</exception>
    public static async Task Write(string folder, Stream target, CancellationToken cancellation, IProgress<long>? packed = null)
    {
        await using var tar = new TarWriter(target, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var (real, path) in Items(folder))
            if (path.EndsWith('/'))
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, path), cancellation);
            else
                await WriteFile(tar, real, path, packed, cancellation);
    }

    /// <summary>Bytes of all its files.</summary>
    /// <inheritdoc cref="Write"/>
    public static long Size(string folder) =>
        Items(folder).Where(item => !item.Path.EndsWith('/')).Sum(item => new FileInfo(item.Real).Length);

    /// <summary>All that is in a folder, in order, each with its path in the archive, which ends in / for folders.</summary>
    private static IEnumerable<(string Real, string Path)> Items(string folder) =>
        Items(new(folder), "", [Real(new DirectoryInfo(folder))]);

    private static IEnumerable<(string Real, string Path)> Items(DirectoryInfo folder, string name, IReadOnlyList<string> above)
    {
        foreach (var item in folder.EnumerateFileSystemInfos().OrderBy(item => item.Name, StringComparer.Ordinal))
        {
            if (item.Name == LostAndFound)
                continue;
            if (item.Name.Any(char.IsControl))
                throw Refusal.BadInput($"{item.FullName}: a name must have no line break and no other control character; rename it");
            var (path, real) = ($"{name}{item.Name}", Real(item));
            if (!Directory.Exists(real))
            {
                yield return (real, path);
                continue;
            }

            var below = new DirectoryInfo(real);
            if (above.Contains(below.FullName))
                throw Refusal.BadInput(
                    $"{item.FullName}: a link must not lead back to a folder that it lies in ({below.FullName}); remove it");
            yield return (real, $"{path}/");
            foreach (var deeper in Items(below, $"{path}/", [.. above, below.FullName]))
                yield return deeper;
        }
    }

    private static async Task WriteFile(
        TarWriter tar, string real, string path, IProgress<long>? packed, CancellationToken cancellation)
    {
        await using var content = File.OpenRead(real);
        await tar.WriteEntryAsync(
            new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = packed is null ? content : new ReadStream(content, packed) },
            cancellation);
    }

    private static string Real(FileSystemInfo item)
    {
        if (item.LinkTarget is null)
            return item.FullName;
        return item.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true } real ? real.FullName
            : throw Refusal.BadInput($"{item.FullName}: a link must lead to a file or folder, but {item.LinkTarget} is not there; "
                + "remove or mend it");
    }
}
