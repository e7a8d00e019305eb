using System.Buffers;

namespace Paretune.Storage.Imports;

/// <summary>Writes the entries of one archive: never outside the folder, and no path twice.</summary>
internal sealed class UnpackTarget(string folder, FileStream archive, ImportRun run)
{
    // As large as Stream.CopyTo's.
    private const int BlockBytes = 81_920;

    private static readonly SearchValues<char> NotOnWindows = SearchValues.Create(":*?\"<>|");

    private readonly byte[] _block = new byte[BlockBytes];

    private readonly HashSet<string> _written =
        new(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds an error with its position in the archive.</summary>
    public void AddError(string message) => run.Errors.Add($"{Path.GetFileName(archive.Name)}@{archive.Position}", message);

    public void Step(long done, long total) => run.Step($"unpacking {Path.GetFileName(archive.Name)}", done, total);

    public void CreateFolder(string name)
    {
        if (PathOf(name) is { } path)
            Directory.CreateDirectory(path);
    }

    /// <param name="content">Opened only if the entry may be written.</param>
    /// <param name="isProgram">Whether to make the file executable, on systems that support it.</param>
    public void Write(string name, Func<Stream> content, bool isProgram = false)
    {
        if (PathOf(name) is not { } path)
            return;
        if (!_written.Add(path))
        {
            AddError($"an archive must hold each file once, but \"{name}\" is in it twice; pack it again from a folder");
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var from = content();
        using var file = File.Create(path);
        Copy(from, file);
        if (isProgram && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(file.SafeFileHandle, File.GetUnixFileMode(file.SafeFileHandle) | UnixFileMode.UserExecute);
    }

    /// <summary>Copies block by block, because an archive may state any length and a small one may unpack to terabytes.</summary>
    private void Copy(Stream from, FileStream to)
    {
        while (from.Read(_block) is > 0 and var count)
        {
            run.CheckSpace(folder, count);
            to.Write(_block, 0, count);
        }
    }

    /// <summary>Returns the path to unpack an entry to; null with an error if it is not allowed.</summary>
    private string? PathOf(string name)
    {
        if (Wrong(name) is not { } wrong)
            return Path.Combine(folder, Path.Combine([.. name.Split('/').Where(part => part != ".")]));
        AddError(wrong);
        return null;
    }

    private static string? Wrong(string name)
    {
        var leaves = name.Length == 0 || name[0] is '/' or '\\' || name is [>= 'A' and <= 'z', ':', '/' or '\\', ..]
            || name.Split('/', '\\').Contains("..");
        if (leaves)
            return $"a name in an archive must stay inside it, but is \"{name}\"; pack it again with relative names";
        if (name.Any(char.IsControl))
            return $"a name in an archive must not contain line breaks or other control characters, but is \"{Visible(name)}\"; "
                + "rename it and pack it again";
        if (name.Contains('\\', StringComparison.Ordinal))
            return $"a name in an archive must have / between its folders, but is \"{name}\"; rename it and pack it again";
        return OperatingSystem.IsWindows() && name.AsSpan().ContainsAny(NotOnWindows)
            ? $"Windows does not allow : * ? \" < > | in names, but one is \"{name}\"; rename it and pack it again, or use a server on "
                + "Linux"
            : null;
    }

    private static string Visible(string name) =>
        string.Concat(name.Select(letter => char.IsControl(letter) ? $"\\x{(int)letter:X2}" : letter.ToString()));
}
