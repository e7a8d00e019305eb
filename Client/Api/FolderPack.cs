using System.Formats.Tar;

namespace Paretune.Client.Api;

/// <summary>Packs a folder into a tar. Links are followed, since what they point to is what is meant.</summary>
internal static class FolderPack
{
    // What a file system of its own keeps at its root, which nobody but the administrator may read.
    private const string LostAndFound = "lost+found";

    /// <exception cref="Refusal">A link leads nowhere or back, or a name has a line break.</exception>
    /// <exception cref="IOException">Something cannot be read.</exception>
    public static async Task Write(string folder, Stream target, CancellationToken cancellation)
    {
        await using var tar = new TarWriter(target, TarEntryFormat.Pax, leaveOpen: true);
        await WriteFolder(tar, new(folder), "", [Real(new DirectoryInfo(folder))], cancellation);
    }

    private static async Task WriteFolder(
        TarWriter tar, DirectoryInfo folder, string name, IReadOnlyList<string> above, CancellationToken cancellation)
    {
        foreach (var item in folder.EnumerateFileSystemInfos().OrderBy(item => item.Name, StringComparer.Ordinal))
        {
            if (item.Name == LostAndFound)
                continue;
            var path = name == "" ? item.Name : $"{name}/{item.Name}";
            if (item.Name.Any(char.IsControl))
                throw Refusal.BadInput($"{item.FullName}: a name must have no line break and no other control character; rename it");
            var real = Real(item);
            if (Directory.Exists(real))
                await WriteBelow(tar, new(real), path, item, above, cancellation);
            else
                await WriteFile(tar, real, path, cancellation);
        }
    }

    private static async Task WriteBelow(
        TarWriter tar, DirectoryInfo folder, string path, FileSystemInfo item, IReadOnlyList<string> above, CancellationToken cancellation)
    {
        if (above.Contains(folder.FullName))
            throw Refusal.BadInput($"{item.FullName}: a link must not lead back to a folder that it lies in ({folder.FullName}); "
                + "remove it");
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, $"{path}/"), cancellation);
        await WriteFolder(tar, folder, path, [.. above, folder.FullName], cancellation);
    }

    private static async Task WriteFile(TarWriter tar, string real, string path, CancellationToken cancellation)
    {
        await using var content = File.OpenRead(real);
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = content }, cancellation);
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
