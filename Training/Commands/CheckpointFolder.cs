using System.Text;

namespace Paretune.Training.Commands;

/// <summary>A program's checkpoint folder, which is stored as a tar archive.</summary>
/// <param name="most">The maximum size in bytes.</param>
internal sealed class CheckpointFolder(string path, long most)
{
    private string _seen = "";
    private string _committed = "";

    public string Path => path;

    /// <summary>Empties the folder and unpacks a checkpoint into it, unless that is null.</summary>
    /// <inheritdoc cref="CheckpointArchive.Unpack"/>
    public void Fill(Stream? packed)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        Directory.CreateDirectory(path);
        if (packed is not null)
            CheckpointArchive.Unpack(packed, path);
        _committed = State();
    }

    /// <summary>Returns whether the program has written since the last commit; if not, its epoch has no checkpoint.</summary>
    public bool HasNews()
    {
        _seen = State();
        return _seen.Length > 0 && _seen != _committed;
    }

    /// <exception cref="InvalidOperationException">The folder cannot be stored; the message says what to change.</exception>
    public void Check()
    {
        var entries = FolderEntry.List(path);
        var bytes = entries.Where(entry => !entry.IsFolder).Sum(entry => entry.Length);
        if (bytes > most)
            throw new InvalidOperationException(
                $"the checkpoint must have at most {most} bytes, but PARETUNE_CHECKPOINT holds {bytes}; make it smaller, or "
                + "raise Paretune:MaxCheckpointBytes");
        foreach (var link in entries.Where(entry => entry.IsLink && CheckpointArchive.Target(path, entry.Path) is null))
            if (new FileInfo(link.Path).LinkTarget is { } target)
                throw new InvalidOperationException(
                    "symbolic links in PARETUNE_CHECKPOINT must lead to a place in it, because the trial may resume on another machine, "
                    + $"but {System.IO.Path.GetRelativePath(path, link.Path)} leads to {target}; copy the file instead");
    }

    public void Pack(Stream stream) => CheckpointArchive.Pack(path, stream);

    /// <summary>Records that what <see cref="HasNews"/> saw is stored. What was written since then is news.</summary>
    public void Committed() => _committed = _seen;

    /// <summary>Returns names, sizes and times, which show whether something was written; empty if there is no file.</summary>
    private string State()
    {
        var state = new StringBuilder();
        foreach (var file in FolderEntry.List(path).Where(entry => !entry.IsFolder))
            state.Append(file.Path).Append('\0').Append(file.Length).Append(' ').Append(file.Written.UtcTicks).Append('\0');
        return state.ToString();
    }
}
