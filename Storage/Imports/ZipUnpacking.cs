using System.IO.Compression;
using System.Text;

namespace Paretune.Storage.Imports;

/// <summary>Unpacks ZIP files, using the names in the central directory.</summary>
internal static class ZipUnpacking
{
    // The file type bits of a Unix mode, in the upper half of a ZIP's external attributes, and the type of a symbolic link.
    private const int UnixTypeMask = 0xF000;
    private const int UnixLink = 0xA000;

    private const int Stored = 0, Deflate = 8, Deflate64 = 9;

    private static readonly Dictionary<int, string> Methods = new()
    {
        [1] = "shrink",
        [6] = "implode",
        [12] = "bzip2",
        [14] = "LZMA",
        [93] = "Zstandard",
        [95] = "xz",
        [98] = "PPMd",
        [99] = "AES encryption",
    };

    public static void Unpack(FileStream archive, UnpackTarget target, Encoding? encoding)
    {
        var names = ZipDirectory.Read(archive, encoding);
        archive.Position = 0;
        using var zip = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true);
        if (zip.Entries.Count != names.Count)
            throw new InvalidDataException($"its central directory lists {names.Count} entries, but {zip.Entries.Count} were read");
        if (Unreadable(names) is { } wrong)
        {
            target.AddError(wrong);
            return;
        }

        foreach (var (done, entry) in zip.Entries.Index())
        {
            target.Step(done, zip.Entries.Count);
            Unpack(entry, names[done], target);
        }
    }

    /// <summary>Returns an error of the whole archive with one cause for all entries; null if there is none.</summary>
    private static string? Unreadable(List<ZipEntry> entries)
    {
        if (entries.Find(entry => entry.IsEncrypted) is { } secret)
            return $"an archive must not need a password, but \"{secret.Shown}\" does; unpack it with its password, then import the folder";
        if (entries.Find(entry => entry.Method is not (Stored or Deflate or Deflate64)) is { } packed)
            return $"an archive's files must be stored or deflated, but \"{packed.Shown}\" is compressed "
                + $"with {Methods.GetValueOrDefault(packed.Method, "an unknown method")} (method {packed.Method}); pack it again, "
                    + "or unpack it and "
                + "import the folder";
        var unnamed = entries.Where(entry => entry.Name is null).ToArray();
        return unnamed is [var first, ..]
            ? $"names in an archive must be UTF-8, but {unnamed.Length} of {entries.Count} are not, such as \"{first.Shown}\"; name "
                + "the encoding, "
                + "as in --encoding cp949 (Korean), shift_jis (Japanese), gb18030 (Chinese), cp437 or cp1252 (Western), or pack it again"
            : null;
    }

    private static void Unpack(ZipArchiveEntry entry, ZipEntry listed, UnpackTarget target)
    {
        // Windows programs may write backslashes, against the standard; on other systems a backslash is part of a name.
        var name = listed.IsOfWindows && !IsBelow(listed.Name!) ? listed.Name!.Replace('\\', '/') : listed.Name!;
        if ((entry.ExternalAttributes >> 16 & UnixTypeMask) == UnixLink)
            target.AddError($"an archive must hold files and folders only, but \"{name}\" is a link; pack what it points to, as zip does "
                + "without -y");
        else if (name.EndsWith('/'))
            target.CreateFolder(name);
        else
            target.Write(name, entry.Open);
    }

    private static bool IsBelow(string name) => name.Split('/', '\\').Contains("..") || name is ['\\', ..];
}
