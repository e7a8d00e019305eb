using System.Formats.Tar;

namespace Paretune.Training.Commands;

/// <summary>Packs a folder into a tar archive while its program may write to it, and unpacks such an archive.</summary>
internal static class CheckpointArchive
{
    private const UnixFileMode Permissions = (UnixFileMode)0x1FF; // rwxrwxrwx, without setuid

    /// <summary>Leaves out what is gone by its turn, and links that lead out of the folder.</summary>
    /// <exception cref="AttemptEndedException">A file cannot be read.</exception>
    public static void Pack(string folder, Stream archive)
    {
        using var tar = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var entry in FolderEntry.List(folder))
        {
            var name = Path.GetRelativePath(folder, entry.Path);
            if (entry.IsLink)
                PackLink(tar, folder, entry, name);
            else if (entry.IsFolder)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, name) { ModificationTime = entry.Written });
            else
                PackFile(tar, entry, name);
        }
    }

    /// <summary>Returns where a link leads, relative to its own folder; null if that is not in the folder.</summary>
    public static string? Target(string folder, string link)
    {
        var from = Path.GetDirectoryName(Path.GetFullPath(link))!;
        if (new FileInfo(link).LinkTarget is not { } target)
            return null;
        var path = Path.GetFullPath(Path.Combine(from, target));
        if (IsInside(Path.GetFullPath(folder), path))
            return Path.GetRelativePath(from, path);
        // A program may have resolved links above the folder, such as that of a home directory.
        return IsInside(Resolve(folder), path) ? Path.GetRelativePath(Resolve(from), path) : null;
    }

    /// <summary>Returns the path without symbolic links.</summary>
    private static string Resolve(string path)
    {
        path = Path.GetFullPath(path);
        var resolved = Path.GetPathRoot(path)!;
        foreach (var part in path[resolved.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(resolved, part);
            resolved = Directory.ResolveLinkTarget(next, returnFinalTarget: true)?.FullName ?? next;
        }

        return resolved;
    }

    /// <exception cref="InvalidDataException">This is not an archive of a checkpoint folder.</exception>
    /// <exception cref="EndOfStreamException">The archive is not complete.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Unpack(Stream archive, string folder)
    {
        folder = Path.GetFullPath(folder);
        using var tar = new TarReader(archive, leaveOpen: true);
        var (links, folders) = (new HashSet<string>(), new Stack<(string Path, DateTimeOffset Written)>());
        while (tar.GetNextEntry() is { } entry)
        {
            var path = Inside(folder, Path.Combine(folder, entry.Name), entry);
            // Version 0.2.0 packed what is behind a link to a folder a second time.
            if (links.Any(link => IsInside(link, path)))
                continue;
            if (entry.EntryType == TarEntryType.SymbolicLink)
            {
                Inside(folder, Path.Combine(Path.GetDirectoryName(path)!, entry.LinkName), entry);
                File.CreateSymbolicLink(path, entry.LinkName);
                links.Add(path);
            }
            else if (entry.EntryType == TarEntryType.Directory)
            {
                Directory.CreateDirectory(path);
                folders.Push((path, entry.ModificationTime));
            }
            else if (entry.EntryType == TarEntryType.RegularFile)
            {
                UnpackFile(entry, path);
            }
        }

        // Last, because a folder's time changes with each file in it.
        foreach (var (path, written) in folders)
            Directory.SetLastWriteTimeUtc(path, written.UtcDateTime);
    }

    private static void PackLink(TarWriter tar, string folder, FolderEntry link, string name)
    {
        if (Target(folder, link.Path) is { } target)
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, name) { LinkName = target, ModificationTime = link.Written });
    }

    private static void PackFile(TarWriter tar, FolderEntry file, string name)
    {
        // A socket or a pipe has no length, and opening it may wait for another process.
        if (file.Length == 0)
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { ModificationTime = file.Written });
            return;
        }

        using var content = FileSnapshot.Open(file.Path);
        if (content is not null)
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name)
            {
                DataStream = content,
                Mode = content.Mode,
                ModificationTime = content.Written,
            });
    }

    // TarEntry.ExtractToFile preallocates the file, and .NET's error of a full disk then has no code that tells it apart.
    private static void UnpackFile(TarEntry entry, string path)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        entry.DataStream?.CopyTo(file);
        file.Flush();
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file.SafeFileHandle, entry.Mode & Permissions);
        File.SetLastWriteTimeUtc(file.SafeFileHandle, entry.ModificationTime.UtcDateTime);
    }

    private static string Inside(string folder, string path, TarEntry entry) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) is var full && IsInside(folder, full)
            ? full
            : throw new InvalidDataException($"the entry {entry.Name} of the archive leads out of the checkpoint folder");

    private static bool IsInside(string folder, string path) =>
        path == folder || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
