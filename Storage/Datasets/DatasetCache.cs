using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Paretune.Storage.Imports;

namespace Paretune.Storage.Datasets;

/// <summary>
/// One imported dataset on disk: <c>dataset.json</c> says what it is, <c>train.bin</c>, <c>test.bin</c> and, where the source keeps
/// images for validation, <c>validation.bin</c> hold the labels of all images (<see cref="PackedLabels"/>), then the pixels of all, so that
/// a split loads in one read.
/// </summary>
internal static class DatasetCache
{
    // Version 2 is of what earlier programs cannot read, labels of two bytes and grey images, and written for nothing else.
    private const int Version = 1, WiderVersion = 2;
    private const int ContentLetters = 16;

    public const string HeaderFile = "dataset.json";
    public const string TrainFile = "train.bin";
    public const string TestFile = "test.bin";
    public const string ValidationFile = "validation.bin";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>What <c>dataset.json</c> holds; the digests are SHA-256 in hexadecimal.</summary>
    /// <param name="Source">Digest of the archive or folder the images came from.</param>
    public sealed record Header(int Version, string Kind, string Source, Dataset Dataset, string TrainDigest, string TestDigest)
    {
        /// <summary>Empty where there is no such split.</summary>
        public string ValidationDigest { get; init; } = "";

        /// <summary>Null where an earlier version imported it.</summary>
        public ImportAccount? Account { get; init; }

        /// <summary>Null if they were not kept.</summary>
        public KeptOriginals? Originals { get; init; }

        /// <summary>The files of images, with their length and their SHA-256.</summary>
        public IEnumerable<(string File, long Length, string Digest)> Splits()
        {
            yield return (TrainFile, LengthOf(Dataset.TrainImages, Dataset), TrainDigest);
            yield return (TestFile, LengthOf(Dataset.TestImages, Dataset), TestDigest);
            if (Dataset.ValidationImages > 0)
                yield return (ValidationFile, LengthOf(Dataset.ValidationImages, Dataset), ValidationDigest);
        }
    }

    /// <summary>The archive that was imported, and what was chosen to read it.</summary>
    /// <param name="File">In the dataset's folder.</param>
    public sealed record KeptOriginals(string File, string? NameEncoding, bool Skip)
    {
        /// <summary>Copies an archive beside the images.</summary>
        public static KeptOriginals From(string archive, string folder, ImportChoices choices)
        {
            var name = $"originals{string.Concat(Path.GetFileName(archive).SkipWhile(letter => letter != '.'))}";
            System.IO.File.Copy(archive, Path.Combine(folder, name), overwrite: true);
            return new(name, choices.NameEncoding?.WebName, choices.Skip);
        }
    }

    /// <summary>Writes a dataset into an empty folder; the header comes last.</summary>
    /// <param name="archive">What the images came from, to be kept; null where it is not.</param>
    public static Dataset Write(string folder, string name, SourceImages images, string source, ImportRun run, string? archive = null)
    {
        var dataset = new Dataset(name, images.Classes, images.Size, images.Train.Labels.Length, images.Test.Labels.Length)
        {
            ValidationImages = images.Validation?.Labels.Length ?? 0,
            PixelBits = images.PixelBits,
            Augmentation = run.Choices.Augmentation,
            IsGrey = images.IsGrey,
            Balance = ClassBalances.Compute(images.Train.Labels, images.Classes),
        };
        var width = PackedLabels.Width(dataset.Classes.Length);
        var equal = new EqualImages(dataset.ImageBytes);
        string WriteSplit(string file, SourceSplit split, bool trains = false) =>
            DatasetCache.WriteSplit(Path.Combine(folder, file), split.Labels, equal.Watch(split, trains), width);
        var train = WriteSplit(TrainFile, images.Train, trains: true);
        var test = WriteSplit(TestFile, images.Test);
        var validation = images.Validation is { } kept ? WriteSplit(ValidationFile, kept) : "";
        foreach (var sentence in equal.Told(images.Classes, dataset.TrainImages, dataset.TestImages + dataset.ValidationImages))
            run.Account.Note(sentence);
        var header = new Header(width > 1 || dataset.IsGrey ? WiderVersion : Version, images.Kind, source, dataset, train, test)
        {
            ValidationDigest = validation,
            Originals = archive is null ? null : KeptOriginals.From(archive, folder, run.Choices),
            Account = run.Account.Close(dataset.TrainImages + dataset.ValidationImages + dataset.TestImages),
        };
        File.WriteAllText(Path.Combine(folder, HeaderFile), Format(header));
        return dataset with { Content = Content(header) };
    }

    /// <summary>Replaces the header of a dataset that is there, at once.</summary>
    /// <param name="work">A folder on the same disk.</param>
    public static void Rewrite(string folder, Header header, string work)
    {
        var written = Path.Combine(work, HeaderFile);
        File.WriteAllText(written, Format(header));
        File.Move(written, Path.Combine(folder, HeaderFile), overwrite: true);
    }

    /// <summary>The header, or null where there is none, it cannot be read, or it is of another version.</summary>
    public static Header? ReadHeader(string folder)
    {
        try
        {
            return Parse(File.ReadAllText(Path.Combine(folder, HeaderFile)), Path.GetFileName(folder));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A header file's text.</summary>
    public static string Format(Header header) => JsonSerializer.Serialize(header, Json);

    /// <summary>The header in a file's text, or null where it cannot be read or is of another version.</summary>
    /// <param name="name">Of the folder, which is the dataset's, so that to rename it is one move.</param>
    public static Header? Parse(string text, string name)
    {
        try
        {
            var header = JsonSerializer.Deserialize<Header>(text, Json);
            // The name of the originals becomes part of a path.
            return header is { Version: Version or WiderVersion, Dataset.Classes.IsDefault: false }
                && (header.Originals is null || Path.GetFileName(header.Originals.File) == header.Originals.File)
                ? header with { Dataset = header.Dataset with { Name = name, Content = Content(header) } } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Equal for equal images and classes only: it holds the digests of both splits.</summary>
    public static string Identity(Header header) => JsonSerializer.Serialize(
        header with { Account = null, Originals = null, Dataset = header.Dataset with { Augmentation = null } }, Json);

    /// <inheritdoc cref="Dataset.Content"/>
    private static string Content(Header header)
    {
        string[] parts = [
            header.TrainDigest, header.TestDigest, header.ValidationDigest, $"{header.Dataset.Channels}x{header.Dataset.Size}",
            .. header.Dataset.Classes];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))))[..ContentLetters];
    }

    /// <summary>All images of a dataset.</summary>
    /// <exception cref="InvalidDataException">A file was truncated or altered.</exception>
    public static ImageData Read(string folder, Header header)
    {
        var dataset = header.Dataset;
        return new(
            dataset,
            ReadSplit(Path.Combine(folder, TrainFile), dataset.TrainImages, dataset, header.TrainDigest),
            ReadSplit(Path.Combine(folder, TestFile), dataset.TestImages, dataset, header.TestDigest))
        {
            Validation = dataset.ValidationImages == 0
                ? null : ReadSplit(Path.Combine(folder, ValidationFile), dataset.ValidationImages, dataset, header.ValidationDigest),
        };
    }

    /// <inheritdoc cref="CachedRows.Part"/>
    /// <exception cref="InvalidDataException">The file was truncated.</exception>
    public static async Task<byte[]> ReadPart(string folder, Header header, string file, long from, int length)
    {
        var path = Path.Combine(folder, file);
        CheckLength(path, header.Splits().Single(split => split.File == file).Length);
        var bytes = new byte[length];
        // Unbuffered: each read is one image, or all labels.
        await using var stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        stream.Position = from;
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    /// <summary>Whether the images are there as they were imported.</summary>
    public static bool IsWhole(string folder, Header header)
    {
        try
        {
            Read(folder, header);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static string WriteSplit(string path, ushort[] labels, IEnumerable<ReadOnlyMemory<byte>> pixels, int labelWidth)
    {
        using var file = File.Create(path);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var block in pixels.Prepend(PackedLabels.Pack(labels, labelWidth)))
        {
            digest.AppendData(block.Span);
            file.Write(block.Span);
        }

        file.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private static ImageSplit ReadSplit(string path, int images, Dataset dataset, string expectedDigest)
    {
        CheckLength(path, LengthOf(images, dataset));
        var width = PackedLabels.Width(dataset.Classes.Length);
        var (labels, pixels) = (new byte[images * width], new byte[(long)images * dataset.ImageBytes]);
        using (var stream = File.OpenRead(path))
        {
            stream.ReadExactly(labels);
            stream.ReadExactly(pixels);
        }

        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(labels);
        digest.AppendData(pixels);
        return Convert.ToHexStringLower(digest.GetHashAndReset()) == expectedDigest
            ? new(pixels, PackedLabels.Unpack(labels, width))
            : throw Damaged(path, "must be as it was imported, but its SHA-256 differs");
    }

    /// <exception cref="InvalidDataException">The file was truncated.</exception>
    private static void CheckLength(string path, long must)
    {
        var holds = new FileInfo(path) is { Exists: true } file ? file.Length : 0;
        if (holds != must)
            throw Damaged(path, $"must hold {must:N0} bytes, but holds {holds:N0}");
    }

    private static long LengthOf(int images, Dataset dataset) =>
        (long)images * (PackedLabels.Width(dataset.Classes.Length) + dataset.ImageBytes);

    private static InvalidDataException Damaged(string path, string how) => new($"{path} {how}; import the dataset again");
}
