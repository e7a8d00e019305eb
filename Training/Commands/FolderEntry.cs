using System.IO.Enumeration;

namespace Paretune.Training.Commands;

/// <summary>A file, a folder or a symbolic link in a folder that a program may change at any time.</summary>
/// <param name="Length">In bytes; 0 for what is not a file with content, such as a socket.</param>
internal readonly record struct FolderEntry(string Path, bool IsFolder, bool IsLink, long Length, DateTimeOffset Written)
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
    };

    /// <summary>Returns all entries in a stable order, a folder before what is in it. Links are not followed.</summary>
    public static IReadOnlyList<FolderEntry> List(string folder)
    {
        try
        {
            var found = new FileSystemEnumerable<FolderEntry>(folder, From, Everything)
            {
                ShouldRecursePredicate = (ref FileSystemEntry entry) => !LeadsElsewhere(ref entry),
            };
            return [.. found.OrderBy(entry => entry.Path, StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static FolderEntry From(ref FileSystemEntry entry)
    {
        var isLink = LeadsElsewhere(ref entry);
        return new(entry.ToFullPath(), entry.IsDirectory && !isLink, isLink, entry.Length, entry.LastWriteTimeUtc);
    }

    private static bool LeadsElsewhere(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
}
