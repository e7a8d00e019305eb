using System.Formats.Tar;

namespace Paretune.Client.Api;

/// <summary>Packs a folder into a tar archive, which is the same each time while the folder is. Links are followed.</summary>
internal static class FolderPack
{
    // Exists in the root of a mounted file system, where only the administrator can read it.
    private const string LostAndFound = "lost+found";

    /// <exception cref="CommandException">A link is broken or circular, or a name has a line break.</exception>
    /// <exception cref="IOException">A file or folder cannot be read.</exception>
    public static async Task Write(
        string folder, Stream target, CancellationToken cancellation, IProgress<long>? packed = null, Predicate<string>? leavesOut = null)
    {
        await using var tar = new TarWriter(target, TarEntryFormat.Gnu, leaveOpen: true);
        foreach (var (real, path) in Items(folder, leavesOut))
            if (path.EndsWith('/'))
                await tar.WriteEntryAsync(Entry(TarEntryType.Directory, path), cancellation);
            else
                await WriteFile(tar, real, path, packed, cancellation);
    }

    /// <summary>Returns the total bytes of all files.</summary>
    /// <param name="leavesOut">Called with the name of each file and folder, at any depth; true to leave it out.</param>
    /// <inheritdoc cref="Write"/>
    public static long Size(string folder, Predicate<string>? leavesOut = null) =>
        Items(folder, leavesOut).Where(item => !item.Path.EndsWith('/')).Sum(item => new FileInfo(item.Real).Length);

    /// <summary>Returns everything in a folder, in order, with its path in the archive; a folder's path ends in /.</summary>
    private static IEnumerable<(string Real, string Path)> Items(string folder, Predicate<string>? leavesOut) =>
        Items(new(folder), "", [Real(new DirectoryInfo(folder))], item => item == LostAndFound || leavesOut?.Invoke(item) == true);

    private static IEnumerable<(string Real, string Path)> Items(
        DirectoryInfo folder, string name, IReadOnlyList<string> above, Predicate<string> leavesOut)
    {
        foreach (var item in folder.EnumerateFileSystemInfos().OrderBy(item => item.Name, StringComparer.Ordinal))
        {
            if (leavesOut(item.Name))
                continue;
            if (item.Name.Any(char.IsControl))
                throw CommandException.BadInput(
                    $"{item.FullName}: names must not contain line breaks or other control characters; rename it");
            var (path, real) = ($"{name}{item.Name}", Real(item));
            if (!Directory.Exists(real))
            {
                yield return (real, path);
                continue;
            }

            var below = new DirectoryInfo(real);
            if (above.Contains(below.FullName))
                throw CommandException.BadInput(
                    $"{item.FullName}: a link must not point to a folder that contains it ({below.FullName}); remove it");
            yield return (real, $"{path}/");
            foreach (var deeper in Items(below, $"{path}/", [.. above, below.FullName], leavesOut))
                yield return deeper;
        }
    }

    private static async Task WriteFile(
        TarWriter tar, string real, string path, IProgress<long>? packed, CancellationToken cancellation)
    {
        await using var content = File.OpenRead(real);
        var entry = Entry(TarEntryType.RegularFile, path);
        entry.DataStream = packed is null ? content : new ProgressStream(content, packed);
        if (!OperatingSystem.IsWindows())
            entry.Mode = File.GetUnixFileMode(content.SafeFileHandle);
        await tar.WriteEntryAsync(entry, cancellation);
    }

    // Without the time of packing, and in GNU's format, because .NET writes the process's number into pax headers: the server recognizes a
    // folder that is imported again by the archive's bytes.
    private static GnuTarEntry Entry(TarEntryType type, string path) => new(type, path) { ModificationTime = DateTimeOffset.UnixEpoch };

    private static string Real(FileSystemInfo item)
    {
        if (item.LinkTarget is null)
            return item.FullName;
        return item.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true } real ? real.FullName
            : throw CommandException.BadInput($"{item.FullName}: a link must point to a file or folder, but {item.LinkTarget} is missing; "
                + "remove or fix it");
    }
}
