using System.Formats.Tar;

namespace Paretune.Storage.Imports;

/// <summary>Unpacks tar files.</summary>
internal static class TarUnpacking
{
    // The character that decoders use for bytes that are not UTF-8.
    private const char Replacement = '\uFFFD';

    /// <param name="archive">The file that <paramref name="content"/> is read from, for its position.</param>
    public static void Unpack(Stream content, FileStream archive, UnpackTarget target)
    {
        using var tar = new TarReader(content, leaveOpen: true);
        while (tar.GetNextEntry() is { } entry)
        {
            target.Step(archive.Position, archive.Length);
            if (entry.Name.Contains(Replacement, StringComparison.Ordinal))
                target.AddError($"names in a tar must be UTF-8, but \"{entry.Name}\" is not; rename the files (convmv does) and pack "
                    + "them again");
            else
                Unpack(entry, target);
        }
    }

    private static void Unpack(TarEntry entry, UnpackTarget target)
    {
        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
            case TarEntryType.V7RegularFile when entry.Name.EndsWith('/'): // the oldest tar format marks folders by their names
                target.CreateFolder(entry.Name);
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                target.Write(entry.Name, () => entry.DataStream ?? Stream.Null, entry.Mode.HasFlag(UnixFileMode.UserExecute));
                break;
            case TarEntryType.GlobalExtendedAttributes:
                break;
            case TarEntryType.SymbolicLink or TarEntryType.HardLink:
                target.AddError(
                    $"an archive must hold files and folders only, but \"{entry.Name}\" is a {entry.EntryType}; pack what it points to, as "
                    + "tar --dereference --hard-dereference does");
                break;
            default:
                target.AddError($"an archive must hold files and folders only, but \"{entry.Name}\" is a {entry.EntryType}; pack it again "
                    + "without it");
                break;
        }
    }
}
