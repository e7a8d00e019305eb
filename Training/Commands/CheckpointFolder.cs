using System.Formats.Tar;
using System.Text;

namespace Paretune.Training.Commands;

/// <summary>The checkpoint folder of a program; stored as a tar.</summary>
/// <param name="most">Bytes that it may hold.</param>
internal sealed class CheckpointFolder(string path, long most)
{
    private string _committed = "";

    public string Path => path;

    /// <summary>Empties the folder and unpacks a checkpoint into it; null for none.</summary>
    public void Fill(Stream? packed)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        Directory.CreateDirectory(path);
        if (packed is not null)
            TarFile.ExtractToDirectory(packed, path, overwriteFiles: false);
        _committed = State();
    }

    /// <summary>Whether the program has written since the last commit; otherwise there is no checkpoint of its epoch.</summary>
    public bool HasNews => State() is { Length: > 0 } now && now != _committed;

    /// <exception cref="InvalidOperationException">The folder is too large.</exception>
    public void Check()
    {
        var bytes = Files().Sum(file => file.Length);
        if (bytes > most)
            throw new InvalidOperationException(
                $"the checkpoint must have at most {most} bytes, but PARETUNE_CHECKPOINT holds {bytes}; Paretune:MaxCheckpointBytes sets "
                + "how many");
    }

    public void Pack(Stream stream)
    {
        using var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .OrderBy(entry => entry.FullName, StringComparer.Ordinal))
            tar.WriteEntry(entry.FullName, System.IO.Path.GetRelativePath(path, entry.FullName));
    }

    public void Committed() => _committed = State();

    /// <summary>Names, sizes and times: enough to see that something was written. Empty where there is no file.</summary>
    private string State()
    {
        var state = new StringBuilder();
        foreach (var file in Files().OrderBy(file => file.FullName, StringComparer.Ordinal))
            state.Append(file.FullName).Append('\0').Append(file.Length).Append(' ').Append(file.LastWriteTimeUtc.Ticks).Append('\0');
        return state.ToString();
    }

    private IEnumerable<FileInfo> Files() => new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories);
}
