using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;

namespace Paretune.Storage.Imports;

/// <summary>
/// MNIST and datasets in its format, such as Fashion-MNIST: four IDX files (http://yann.lecun.com/exdb/mnist), gzipped or not. Images stay
/// grey. Classes are digits unless <c>classes.txt</c> names them, one per line.
/// </summary>
internal sealed class IdxLayout : ISourceLayout
{
    private const string NamesFile = "classes.txt";

    private static readonly string[] Endings = ["-ubyte", "-ubyte.gz", ".gz", ""];

    public bool Recognizes(string folder) => Find(folder, "train-images") is not null;

    public SourceImages? Read(string folder, ImportRun run)
    {
        var (train, test) = (Part(folder, "train", run), Part(folder, "t10k", run));
        if (train is null || test is null || run.Errors.Count > 0)
            return null;
        var names = Path.Combine(folder, NamesFile);
        var count = Math.Max(train.Labels.Max(), test.Labels.Max()) + 1;
        ImmutableArray<string> classes = File.Exists(names)
            ? [.. File.ReadLines(names).Select(ClassName.Normalize).Where(line => line.Length > 0)]
            : [.. Enumerable.Range(0, count).Select(at => $"{at}")];
        if (classes.Length < count || classes.Distinct().Count() != classes.Length)
            run.Errors.Add(NamesFile, $"must hold {count} different class names, one per line, but holds {classes.Distinct().Count()}");
        if (train.Size != test.Size)
            run.Errors.Add(test.Field, $"test images must have the side of the training images, {train.Size} pixels, but have {test.Size}");
        if (run.Errors.Count > 0)
            return null;
        ImportLog.Check(folder, train.Paths.Concat(test.Paths).Append(names).ToHashSet(), run);
        run.Account.Note(ImageForm.GreyNote);
        return new("idx", classes, train.Size, Split(train), Split(test)) { IsGrey = true };
    }

    private static SourceSplit Split(IdxPart part) => new(part.Labels, [part.Pixels]);

    private static IdxPart? Part(string folder, string name, ImportRun run)
    {
        run.Step("reading images", 0, 0);
        var (images, labels) = (Open(folder, $"{name}-images", 3, run.Errors), Open(folder, $"{name}-labels", 1, run.Errors));
        if (images is not { } pictures || labels is not { } answers)
            return null;
        if (pictures.Sides[1] != pictures.Sides[2])
            run.Errors.Add(pictures.File, $"images must be square, but are {pictures.Sides[2]}×{pictures.Sides[1]}");
        if (pictures.Sides[0] != answers.Sides[0] || pictures.Sides[0] == 0)
            run.Errors.Add(answers.File, $"must hold a label for each of the {pictures.Sides[0]} images, at least one, but holds "
                + $"{answers.Sides[0]}");
        return new(pictures.Sides[1], pictures.Bytes, answers.Bytes, pictures.File, [pictures.Path, answers.Path]);
    }

    /// <summary>Reads an IDX file of bytes: two zeros, 8 for bytes, the number of dimensions, the dimensions, and the content.</summary>
    private static (string File, string Path, int[] Sides, byte[] Bytes)? Open(string folder, string name, int sides, ErrorList errors)
    {
        if (Find(folder, name) is not { } path)
        {
            errors.Add($"{name}-idx{sides}-ubyte", "the file is required, but is missing; use the dataset's whole folder");
            return null;
        }

        var file = Path.GetFileName(path);
        if (Content(path, errors) is not { } content)
            return null;
        var head = 4 + 4 * sides;
        if (content.Length < head || content[0] != 0 || content[1] != 0 || content[2] != 8 || content[3] != sides)
        {
            errors.Add($"{file}@0", $"must be an IDX file of bytes with {sides} dimensions, but has another header; copy or download it "
                + "again");
            return null;
        }

        int[] found = [.. Enumerable.Range(1, sides).Select(at => BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(4 * at)))];
        if (found.Any(side => side < 0) || found.Aggregate(1L, (product, side) => product * side) != content.Length - head)
        {
            errors.Add(
                $"{file}@{content.Length}", $"must hold {string.Join('×', found)} bytes after its header of {head}, but holds "
                    + $"{content.Length - head}; copy "
                + "or download it again");
            return null;
        }

        return (file, path, found, content[head..]);
    }

    // Mirrors name files train-images-idx3-ubyte or train-images.idx3-ubyte, gzipped or not.
    private static string? Find(string folder, string name) =>
        (from mark in "-."
         from sides in "31"
         from ending in Endings
         select Path.Combine(folder, $"{name}{mark}idx{sides}{ending}")).FirstOrDefault(File.Exists);

    /// <summary>Returns null with an error if a .gz file cannot be unpacked.</summary>
    private static byte[]? Content(string path, ErrorList errors)
    {
        using var file = File.OpenRead(path);
        using var content = new MemoryStream();
        using Stream source = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        try
        {
            source.CopyTo(content);
        }
        catch (InvalidDataException damaged)
        {
            errors.Add(
                $"{Path.GetFileName(path)}@0", $"must be a gzip file, but is another file, incomplete or damaged "
                    + $"({damaged.Message.TrimEnd('.')}); copy or download it again");
            return null;
        }

        return content.ToArray();
    }

    private sealed record IdxPart(int Size, byte[] Pixels, byte[] Labels, string Field, string[] Paths);
}
