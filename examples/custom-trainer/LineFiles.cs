using System.Security.Cryptography;
using System.Text;

namespace CodeLines;

/// <summary>Lines as bytes, each cut or filled with zeros to the same length, and the language of each.</summary>
internal sealed record Lines(byte[] Bytes, byte[] Languages);

/// <summary>
/// The lines of some languages' files. A file is wholly in one part, lest what is trained on be judged in a copy a few lines below.
/// </summary>
internal sealed record LineFiles(string[] Languages, Lines Train, Lines Validation, Lines Test)
{
    public const int Length = 80;

    // Shorter lines, such as a brace, are the same in many languages.
    private const int ShortestLine = 8;

    /// <summary>Eight files in ten train, one validates, one tests; which is which is drawn by the seed.</summary>
    /// <exception cref="InvalidDataException">There are no two languages, or a part has no lines.</exception>
    public static LineFiles Read(string folder, long seed)
    {
        string[] languages = Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)] : [];
        if (languages.Length is < 2 or > byte.MaxValue)
            throw new InvalidDataException(
                $"{folder} must hold two or more folders, one for each language, with files in it, but holds {languages.Length}");
        var parts = languages
            .SelectMany((language, index) => Directory.EnumerateFiles(Path.Combine(folder, language), "*", SearchOption.AllDirectories)
                .Select(path => (Path: path, Index: index, Place: Place(Path.GetRelativePath(folder, path), seed))))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .ToLookup(file => Math.Max(0, file.Place - 7), file => (file.Path, file.Index));
        Lines[] read = [.. Enumerable.Range(0, 3).Select(part => Create(parts[part]))];
        return read.All(part => part.Languages.Length > 0)
            ? new(languages, read[0], read[1], read[2])
            : throw new InvalidDataException($"{folder} holds too few files to train, to validate and to test on; add some");
    }

    private static Lines Create(IEnumerable<(string Path, int Index)> files)
    {
        var (bytes, languages) = (new MemoryStream(), new List<byte>());
        var line = new byte[Length];
        foreach (var (path, index) in files)
            foreach (var text in File.ReadLines(path).Select(text => text.Trim()).Where(text => text.Length >= ShortestLine))
            {
                Array.Clear(line);
                Encoding.UTF8.GetEncoder().Convert(text, line, flush: true, out _, out _, out _);
                bytes.Write(line);
                languages.Add((byte)index);
            }

        return new(bytes.ToArray(), [.. languages]);
    }

    /// <summary>0 to 9, by the file's name.</summary>
    private static int Place(string path, long seed) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {path.Replace('\\', '/')}"))[0] % 10;
}
