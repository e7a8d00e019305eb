using System.Security.Cryptography;
using System.Text.Json;
using Paretune.Storage.Imports;

namespace Paretune.Storage.Datasets;

/// <summary>
/// One imported data set on disk: <c>dataset.json</c> says what it is, <c>train.bin</c>, <c>test.bin</c> and, where the source keeps
/// images for validation, <c>validation.bin</c> hold a label byte an image, then the pixels of all, so that a split loads in one read.
/// </summary>
internal static class DatasetCache
{
    private const int Version = 1;
    private const string HeaderFile = "dataset.json";

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
    }

    /// <summary>Writes a data set into an empty folder; the header comes last.</summary>
    public static Dataset Write(string folder, string name, SourceImages images, string source, AccountBook account)
    {
        var dataset = new Dataset(name, images.Classes, images.Size, images.Train.Labels.Length, images.Test.Labels.Length)
        {
            ValidationImages = images.Validation?.Labels.Length ?? 0,
            PixelBits = images.PixelBits,
        };
        var train = WriteSplit(Path.Combine(folder, TrainFile), images.Train);
        var test = WriteSplit(Path.Combine(folder, TestFile), images.Test);
        var validation = images.Validation is { } kept ? WriteSplit(Path.Combine(folder, ValidationFile), kept) : "";
        var header = new Header(Version, images.Kind, source, dataset, train, test)
        {
            ValidationDigest = validation,
            Account = account.Close(dataset.TrainImages + dataset.ValidationImages + dataset.TestImages),
        };
        File.WriteAllText(Path.Combine(folder, HeaderFile), JsonSerializer.Serialize(header, Json));
        return dataset;
    }

    /// <summary>The header, or null where there is none, it cannot be read, or it is of another version.</summary>
    public static Header? ReadHeader(string folder)
    {
        try
        {
            var header = JsonSerializer.Deserialize<Header>(File.ReadAllText(Path.Combine(folder, HeaderFile)), Json);
            // The folder's name is the dataset's, so that to rename it is one move.
            return header is { Version: Version, Dataset.Classes.IsDefault: false }
                ? header with { Dataset = header.Dataset with { Name = Path.GetFileName(folder) } } : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Equal for equal images and classes only: it holds the digests of both splits.</summary>
    public static string Identity(Header header) => JsonSerializer.Serialize(header with { Account = null }, Json);

    /// <summary>All images of a data set.</summary>
    /// <exception cref="InvalidDataException">A file was cut short or altered.</exception>
    public static ImageData Read(string folder, Header header)
    {
        var (dataset, pixels) = (header.Dataset, 3 * header.Dataset.Size * header.Dataset.Size);
        return new(
            dataset,
            ReadSplit(Path.Combine(folder, TrainFile), dataset.TrainImages, pixels, header.TrainDigest),
            ReadSplit(Path.Combine(folder, TestFile), dataset.TestImages, pixels, header.TestDigest))
        {
            Validation = dataset.ValidationImages == 0
                ? null : ReadSplit(Path.Combine(folder, ValidationFile), dataset.ValidationImages, pixels, header.ValidationDigest),
        };
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

    private static string WriteSplit(string path, SourceSplit split)
    {
        using var file = File.Create(path);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var block in split.Pixels.Prepend(split.Labels))
        {
            digest.AppendData(block.Span);
            file.Write(block.Span);
        }

        file.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private static ImageSplit ReadSplit(string path, int images, int imageBytes, string expectedDigest)
    {
        CheckLength(path, images, imageBytes);
        var (labels, pixels) = (new byte[images], new byte[(long)images * imageBytes]);
        using (var stream = File.OpenRead(path))
        {
            stream.ReadExactly(labels);
            stream.ReadExactly(pixels);
        }

        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(labels);
        digest.AppendData(pixels);
        return Convert.ToHexStringLower(digest.GetHashAndReset()) == expectedDigest
            ? new(pixels, labels)
            : throw Damaged(path, "must be as it was imported, but its SHA-256 differs");
    }

    /// <exception cref="InvalidDataException">The file was cut short.</exception>
    public static void CheckLength(string path, int images, int imageBytes)
    {
        var must = images + (long)images * imageBytes;
        var holds = new FileInfo(path) is { Exists: true } file ? file.Length : 0;
        if (holds != must)
            throw Damaged(path, $"must hold {must:N0} bytes, but holds {holds:N0}");
    }

    private static InvalidDataException Damaged(string path, string how) => new($"{path} {how}; import the data set again");
}
