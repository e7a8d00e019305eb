using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paretune.Storage.Datasets;
using Paretune.Tuning.Specs;

namespace Paretune.Bench.Learning;

/// <summary>
/// The images of a benchmark, and a folder for its output: a temporary one, or the one in PARETUNE_BENCH_HOME, which is kept. A later run
/// with the same images finds them there.
/// </summary>
internal sealed class BenchData : IDisposable
{
    private const string Shapes = "shapes";

    private readonly DirectoryInfo? _temporary;

    /// <param name="data">An archive or a folder to import; null for the built-in shapes.</param>
    public BenchData(string? data)
    {
        var kept = Environment.GetEnvironmentVariable("PARETUNE_BENCH_HOME");
        _temporary = kept is { Length: > 0 } ? null : Directory.CreateTempSubdirectory("paretune-bench");
        Folder = _temporary?.FullName ?? kept!;
        Store = new(Folder);
        Dataset = data is null ? Store.Find(Shapes)! : Import(data);
    }

    public string Folder { get; }
    public DatasetStore Store { get; }
    public Dataset Dataset { get; }

    /// <param name="kept">The number of training images, from the end, used for validation; 0 for a tenth of the images used.</param>
    public ImageData Open(int kept = 0)
    {
        var data = Store.Open(Dataset.Name);
        var train = Dataset.TrainImages - kept;
        var pixels = data.Train.Pixels.Length / Dataset.TrainImages * train;
        return kept == 0 ? data : data with
        {
            Dataset = Dataset with { TrainImages = train, ValidationImages = kept },
            Train = new(data.Train.Pixels[..pixels], data.Train.Labels[..train]),
            Validation = new(data.Train.Pixels[pixels..], data.Train.Labels[train..]),
        };
    }

    /// <summary>Reads a search on these images from JSON.</summary>
    public SearchSpec Read(string search)
    {
        var json = JsonNode.Parse(search)!.AsObject();
        json["dataset"] = Dataset.Name;
        var reading = SearchSpecReader.Read(JsonSerializer.SerializeToElement(json), [Dataset], []);
        return reading.Spec ?? throw new InvalidDataException(string.Join(Environment.NewLine, reading.Errors));
    }

    /// <summary>Returns a name for what a run keeps that only runs with the same inputs have.</summary>
    public static string NameOf(params object[] inputs) =>
        $"bench{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(inputs)))[..16]}";

    public void Dispose() => _temporary?.Delete(recursive: true);

    private Dataset Import(string data)
    {
        FileInfo[] files = Directory.Exists(data) ? new DirectoryInfo(data).GetFiles("*", SearchOption.AllDirectories) : [new(data)];
        var name = NameOf(
            Path.GetFullPath(data), files.Length, files.Sum(file => file.Length),
            files.Select(file => file.LastWriteTimeUtc).DefaultIfEmpty().Max());
        if (Store.Find(name) is { } known)
            return known;
        var result = Store.Import(name, data).GetAwaiter().GetResult();
        return result.Dataset ?? throw new InvalidDataException(string.Join(Environment.NewLine, result.Errors));
    }
}
