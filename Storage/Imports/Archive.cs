using System.Formats.Tar;
using System.IO.Compression;

namespace Paretune.Storage.Imports;

/// <summary>Unpacks .tar, .tar.gz and .zip, told apart by their first bytes. Nothing is written outside the target folder.</summary>
internal static class Archive
{
    private const int TarMagicAt = 257;

    // The file type bits of a Unix mode, which zip keeps in the upper half of the external attributes, and the type of a symbolic link.
    private const int UnixTypeMask = 0xF000;
    private const int UnixLink = 0xA000;

    public static void Unpack(string file, string target, ImportRun run)
    {
        using var stream = File.OpenRead(file);
        try
        {
            UnpackByStart(stream, target, run);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            run.Faults.Add(
                At(stream),
                $"the archive must be whole, but cannot be read further ({e.Message.TrimEnd('.')}); copy or download it again");
        }
    }

    private static void UnpackByStart(FileStream stream, string target, ImportRun run)
    {
        var start = new byte[TarMagicAt + 5];
        stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (start is [0x1f, 0x8b, ..])
            UnpackGzip(stream, target, run);
        else if (start is [(byte)'P', (byte)'K', ..])
            UnpackZip(stream, target, run);
        else if (start.AsSpan(TarMagicAt).SequenceEqual("ustar"u8))
            UnpackTar(stream, stream, target, run);
        else
            run.Faults.Add(At(stream), "must be a .tar.gz, .tar or .zip archive or a folder, but begins like none of them");
    }

    private static void UnpackGzip(FileStream stream, string target, ImportRun run)
    {
        using var content = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
        UnpackTar(content, stream, target, run);
        content.CopyTo(Stream.Null); // the checksum at the end is only checked by whoever reads that far
    }

    private static void UnpackTar(Stream content, FileStream archive, string target, ImportRun run)
    {
        using var tar = new TarReader(content, leaveOpen: true);
        while (tar.GetNextEntry() is { } entry)
        {
            run.Step($"unpacking {Path.GetFileName(archive.Name)}", archive.Position, archive.Length);
            switch (entry.EntryType)
            {
                case TarEntryType.Directory:
                    if (Inside(target, entry.Name, archive, run) is { } folder)
                        Directory.CreateDirectory(folder);
                    break;
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    if (Inside(target, entry.Name, archive, run) is { } path)
                        Write(path, entry.DataStream ?? Stream.Null);
                    break;
                case TarEntryType.GlobalExtendedAttributes:
                    break;
                default:
                    run.Faults.Add(
                        At(archive),
                        $"an archive must hold files and folders only, but \"{entry.Name}\" is a {entry.EntryType}; pack it anew");
                    break;
            }
        }
    }

    private static void UnpackZip(FileStream archive, string target, ImportRun run)
    {
        using var zip = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var (done, entry) in zip.Entries.Index())
        {
            run.Step($"unpacking {Path.GetFileName(archive.Name)}", done, zip.Entries.Count);
            if ((entry.ExternalAttributes >> 16 & UnixTypeMask) == UnixLink)
                run.Faults.Add(
                    At(archive),
                    $"an archive must hold files and folders only, but \"{entry.FullName}\" is a link; pack it anew");
            else if (Inside(target, entry.FullName, archive, run) is { } path && !IsFolder(entry.FullName))
                WriteEntry(entry, path);
        }
    }

    private static bool IsFolder(string name) => name.EndsWith('/');

    private static void WriteEntry(ZipArchiveEntry entry, string path)
    {
        using var content = entry.Open();
        Write(path, content);
    }

    /// <summary>Where an entry goes, or null and a fault when its name would leave the target folder.</summary>
    private static string? Inside(string target, string name, FileStream archive, ImportRun run)
    {
        // A backslash or a colon is an ordinary letter on Linux but not on Windows: refused everywhere, so that an archive imports alike.
        var parts = name.Split('/');
        if (name.Length > 0 && name[0] != '/' && !parts.Contains("..") && name.IndexOfAny(['\\', ':', '\0']) < 0)
            return Path.Combine(target, Path.Combine(parts));
        run.Faults.Add(At(archive), $"a name in an archive must stay inside it, but is \"{name}\"; pack it anew with relative names");
        return null;
    }

    private static void Write(string path, Stream content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.Create(path);
        content.CopyTo(file);
    }

    private static string At(FileStream archive) => $"{Path.GetFileName(archive.Name)}@{archive.Position}";
}
