using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Paretune.Storage.Imports;

namespace Paretune.Storage.Datasets;

/// <summary>
/// Reads and writes one imported dataset on disk. <c>dataset.json</c> describes it; <c>train.bin</c>, <c>test.bin</c> and, if the source
/// has a validation split, <c>validation.bin</c> hold the labels of all images (<see cref="PackedLabels"/>) and then all pixels, so that a
/// split loads in one read.
/// </summary>
internal static class DatasetCache
{
    // Version 2 is written only for what earlier programs cannot read: two-byte labels and grey images.
    private const int Version = 1, WiderVersion = 2;
    private const int ContentLetters = 16;

    public const string HeaderFile = "dataset.json";
    public const string TrainFile = "train.bin";
    public const string TestFile = "test.bin";
    public const string ValidationFile = "validation.bin";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The content of <c>dataset.json</c>. Digests are SHA-256 in hexadecimal.</summary>
    /// <param name="Source">The digest of the archive or folder that was imported.</param>
    public sealed record Header(int Version, string Kind, string Source, Dataset Dataset, string TrainDigest, string TestDigest)
    {
        /// <summary>Empty if there is no validation split.</summary>
        public string ValidationDigest { get; init; } = "";

        /// <summary>Null if an earlier version imported the dataset.</summary>
        public ImportAccount? Account { get; init; }

        /// <summary>Null if the originals were not kept.</summary>
        public KeptOriginals? Originals { get; init; }

        /// <summary>Returns the image files with their lengths and SHA-256 digests.</summary>
        public IEnumerable<(string File, long Length, string Digest)> Splits()
        {
            yield return (TrainFile, LengthOf(Dataset.TrainImages, Dataset), TrainDigest);
            yield return (TestFile, LengthOf(Dataset.TestImages, Dataset), TestDigest);
            if (Dataset.ValidationImages > 0)
                yield return (ValidationFile, LengthOf(Dataset.ValidationImages, Dataset), ValidationDigest);
        }
    }

    /// <summary>The archive that was imported, and the options with which it was read.</summary>
    /// <param name="File">The file's name in the dataset's folder.</param>
    public sealed record KeptOriginals(string File, string? NameEncoding, bool Skip)
    {
        /// <summary>Copies an archive into the dataset's folder.</summary>
        public static KeptOriginals From(string archive, string folder, ImportRun run)
        {
            run.CheckSpace(folder, new FileInfo(archive).Length);
            var name = $"originals{string.Concat(Path.GetFileName(archive).SkipWhile(letter => letter != '.'))}";
            System.IO.File.Copy(archive, Path.Combine(folder, name), overwrite: true);
            return new(name, run.Choices.NameEncoding?.WebName, run.Choices.Skip);
        }
    }

    /// <summary>Writes a dataset into an empty folder, the header last.</summary>
    /// <param name="archive">The archive to keep with the dataset; null to keep none.</param>
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
        string WriteSplit(string file, SourceSplit split, bool trains = false)
        {
            run.CheckSpace(folder, LengthOf(split.Labels.Length, dataset));
            return DatasetCache.WriteSplit(Path.Combine(folder, file), split.Labels, equal.Watch(split, trains), width);
        }

        var train = WriteSplit(TrainFile, images.Train, trains: true);
        var test = WriteSplit(TestFile, images.Test);
        var validation = images.Validation is { } kept ? WriteSplit(ValidationFile, kept) : "";
        foreach (var sentence in equal.Describe(images.Classes, dataset.TrainImages, dataset.TestImages + dataset.ValidationImages))
            run.Account.Note(sentence);
        var header = new Header(width > 1 || dataset.IsGrey ? WiderVersion : Version, images.Kind, source, dataset, train, test)
        {
            ValidationDigest = validation,
            Originals = archive is null ? null : KeptOriginals.From(archive, folder, run),
            Account = run.Account.Close(dataset.TrainImages + dataset.ValidationImages + dataset.TestImages),
        };
        File.WriteAllText(Path.Combine(folder, HeaderFile), Format(header));
        return dataset with { Content = Content(header) };
    }

    /// <summary>Replaces the header of an existing dataset atomically.</summary>
    /// <param name="work">A temporary folder on the same disk.</param>
    public static void Rewrite(string folder, Header header, string work)
    {
        var written = Path.Combine(work, HeaderFile);
        File.WriteAllText(written, Format(header));
        File.Move(written, Path.Combine(folder, HeaderFile), overwrite: true);
    }

    /// <summary>Reads the header; null if it is missing, unreadable or of another version.</summary>
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

    /// <summary>Formats a header as its file's text.</summary>
    public static string Format(Header header) => JsonSerializer.Serialize(header, Json);

    /// <summary>Parses a header file's text; null if it is unreadable or of another version.</summary>
    /// <param name="name">The folder's name, which is the dataset's, so that a rename is a single move.</param>
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

    /// <summary>Returns the dataset's identity, equal only for equal images and classes: it contains the digests of all splits.</summary>
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

    /// <summary>Reads all images of a dataset.</summary>
    /// <exception cref="InvalidDataException">A file was truncated or changed.</exception>
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
        // Unbuffered: each call reads one image, or all labels.
        await using var stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        stream.Position = from;
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    /// <summary>Returns whether all image files are as they were imported; reads all of them.</summary>
    public static bool IsWhole(string folder, Header header)
    {
        foreach (var (name, length, digest) in header.Splits())
        {
            // Streamed, because a dataset may be larger than the memory.
            var file = new FileInfo(Path.Combine(folder, name));
            if (!file.Exists || file.Length != length)
                return false;
            using var stream = file.OpenRead();
            if (Convert.ToHexStringLower(SHA256.HashData(stream)) != digest)
                return false;
        }

        return true;
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
