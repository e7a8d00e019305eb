using System.Security.Cryptography;
using System.Text;

namespace CodeLines;

/// <summary>Lines as bytes, each truncated or padded with zeros to the same length, and the language of each line.</summary>
internal sealed record Lines(byte[] Bytes, byte[] Languages);

/// <summary>
/// The lines of files in several languages, split into training, validation and test lines. All lines of a file are in the same part,
/// because a file often repeats a line, and the network must not be evaluated on lines that it was trained on.
/// </summary>
internal sealed record LineFiles(string[] Languages, Lines Train, Lines Validation, Lines Test)
{
    public const int Length = 80;

    // Shorter lines, such as a brace, are the same in many languages.
    private const int ShortestLine = 8;

    /// <summary>Reads the files. The seed assigns about 80 % of them to training, 10 % to validation and 10 % to testing.</summary>
    /// <exception cref="InvalidDataException">There are fewer than 2 or more than 255 languages, or a part has no lines.</exception>
    public static LineFiles Read(string folder, long seed)
    {
        string[] languages = Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)] : [];
        if (languages.Length is < 2 or > byte.MaxValue)
            throw new InvalidDataException(
                $"{folder} must contain 2 to 255 folders with files, one for each language, but contains {languages.Length}");
        var parts = languages
            .SelectMany((language, index) => Directory.EnumerateFiles(Path.Combine(folder, language), "*", SearchOption.AllDirectories)
                .Select(path => (Path: path, Index: index, Place: Place(Path.GetRelativePath(folder, path), seed))))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .ToLookup(file => Math.Max(0, file.Place - 7), file => (file.Path, file.Index));
        Lines[] read = [.. Enumerable.Range(0, 3).Select(part => Create(parts[part]))];
        return read.All(part => part.Languages.Length > 0)
            ? new(languages, read[0], read[1], read[2])
            : throw new InvalidDataException($"{folder} contains too few files: training, validation or testing has no lines; add files");
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

    /// <summary>Returns a number from 0 to 9 that depends only on the seed and the file's path.</summary>
    private static int Place(string path, long seed) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {path.Replace('\\', '/')}"))[0] % 10;
}
