using System.Formats.Tar;
using System.Text;

namespace Paretune.Training.Commands;

/// <summary>A program's checkpoint folder, which is stored as a tar archive.</summary>
/// <param name="most">The maximum size in bytes.</param>
internal sealed class CheckpointFolder(string path, long most)
{
    private string _committed = "";

    public string Path => path;

    /// <summary>Empties the folder and unpacks a checkpoint into it, unless that is null.</summary>
    public void Fill(Stream? packed)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        Directory.CreateDirectory(path);
        if (packed is not null)
            TarFile.ExtractToDirectory(packed, path, overwriteFiles: false);
        _committed = State();
    }

    /// <summary>Whether the program has written since the last commit; if not, its epoch has no checkpoint.</summary>
    public bool HasNews => State() is { Length: > 0 } now && now != _committed;

    /// <exception cref="InvalidOperationException">The folder is larger than allowed.</exception>
    public void Check()
    {
        var bytes = Files().Sum(file => file.Length);
        if (bytes > most)
            throw new InvalidOperationException(
                $"the checkpoint must have at most {most} bytes, but PARETUNE_CHECKPOINT holds {bytes}; make it smaller, or "
                + "raise Paretune:MaxCheckpointBytes");
    }

    public void Pack(Stream stream)
    {
        using var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .OrderBy(entry => entry.FullName, StringComparer.Ordinal))
            tar.WriteEntry(entry.FullName, System.IO.Path.GetRelativePath(path, entry.FullName));
    }

    public void Committed() => _committed = State();

    /// <summary>Returns names, sizes and times, which show whether something was written; empty if there is no file.</summary>
    private string State()
    {
        var state = new StringBuilder();
        foreach (var file in Files().OrderBy(file => file.FullName, StringComparer.Ordinal))
            state.Append(file.FullName).Append('\0').Append(file.Length).Append(' ').Append(file.LastWriteTimeUtc.Ticks).Append('\0');
        return state.ToString();
    }

    private IEnumerable<FileInfo> Files() => new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories);
}
