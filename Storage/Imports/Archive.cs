using System.IO.Compression;

namespace Paretune.Storage.Imports;

/// <summary>Unpacks .tar, .tar.gz and .zip files, recognized by their first bytes. Nothing is written outside the target folder.</summary>
internal static class Archive
{
    public static void Unpack(string file, string folder, ImportRun run)
    {
        using var stream = File.OpenRead(file);
        var target = new UnpackTarget(folder, stream, run);
        try
        {
            UnpackByStart(stream, target, run);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            target.AddError($"the archive is incomplete or damaged ({e.Message.TrimEnd('.')}); copy or download it again");
        }
    }

    private static void UnpackByStart(FileStream stream, UnpackTarget target, ImportRun run)
    {
        var start = Start(stream);
        stream.Position = 0;
        if (ArchiveKind.IsGzip(start))
            UnpackGzip(stream, target);
        else if (ArchiveKind.IsZip(start))
            ZipUnpacking.Unpack(stream, target, run.Choices.NameEncoding);
        else if (ArchiveKind.IsTar(start))
            TarUnpacking.Unpack(stream, stream, target);
        else
            run.Errors.Add($"{Path.GetFileName(stream.Name)}@0", ArchiveKind.Refusal(start));
    }

    private static void UnpackGzip(FileStream stream, UnpackTarget target)
    {
        using (var look = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true))
        {
            if (Start(look) is var start && !ArchiveKind.IsTar(start) && start.Length == ArchiveKind.StartBytes)
            {
                target.AddError("a .gz file must contain a tar, but contains something else; pack the folder with tar -czf");
                return;
            }
        }

        stream.Position = 0;
        using var content = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
        TarUnpacking.Unpack(content, stream, target);
        content.CopyTo(Stream.Null); // reads to the end, because gzip verifies the checksum only there
    }

    private static byte[] Start(Stream stream)
    {
        var start = new byte[ArchiveKind.StartBytes];
        return start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }
}
