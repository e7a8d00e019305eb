using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Paretune.Tuning.Simulation;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Bench;

/// <summary>A table that strategies are compared on.</summary>
/// <param name="Of">The truth for a seed: where the table has no noise of its own, the seed draws it.</param>
internal sealed record EfficiencyTable(string Name, Func<long, ITruth> Of);

/// <summary>
/// Real results that others published, read from the folder in <c>PARETUNE_TABLES</c>; none of them belongs to this repository. Losses are
/// not all recorded, so the kept epoch is the most accurate one.
/// </summary>
internal static class EfficiencyTables
{
    public const string Variable = "PARETUNE_TABLES";
    private const int Epochs = 27, LcBenchRows = 300, LcBenchSkipped = 1, ValidationImages = 1000;

    public static IEnumerable<EfficiencyTable> All()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } folder || !Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{Variable} must name the folder with the tables, but is "
                + $"\"{Environment.GetEnvironmentVariable(Variable)}\"; set it to where nas-bench-101-1k.csv lies");
        var nasBench = NasBench101(Path.Combine(folder, "nas-bench-101-1k.csv"));
        yield return new("NAS-Bench-101, 1,000 networks", _ => nasBench);
        foreach (
            var (task, name) in (IEnumerable<(string, string)>)[("189908", "Fashion-MNIST"), ("168330", "jannis"), ("7593", "covertype")])
        {
            var rows = Csv(Path.Combine(folder, $"lcbench-sampled-{task}.csv.gz")).Take(LcBenchRows).ToList();
            yield return new($"LCBench {name}, {LcBenchRows} configurations", seed => LcBench(rows, seed));
        }
        var macro = NasBenchMacro(Path.Combine(folder, "nas-bench-macro_cifar10.json"));
        yield return new("NAS-Bench-Macro, 6,561 networks", _ => macro);
    }

    /// <summary>Runs of 4, 12, 36 and 108 epochs as 1, 3, 9 and 27 units of a curve; what lies between them is drawn straight.</summary>
    private static CurveTable NasBench101(string path) => new(
        [.. Csv(path).Index().Select(row =>
        {
            var (parameters, seconds) = (long.Parse(row.Item[1], CultureInfo.InvariantCulture), Number(row.Item[2]) / Epochs);
            double[] known = [.. row.Item[3..7].Select(Number)];
            return new CurveRow(
                Candidate(row.Index, parameters), [.. Enumerable.Range(1, Epochs).Select(epoch => Point(Between(known, epoch), seconds))]);
        })], classes: 10);

    /// <summary>The sampled surrogate is smooth, so each accuracy gets the noise of a thousand validation images.</summary>
    private static CurveTable LcBench(List<string[]> rows, long seed)
    {
        const int parameters = 7, first = 8;
        var (random, sorted) = (new SplitMix64(seed), rows.Select(row => Number(row[parameters])).Order().ToList());
        var median = sorted[sorted.Count / 2];
        return new(
            [.. rows.Index().Select(row => new CurveRow(
                Candidate(row.Index, (long)Number(row.Item[parameters])),
                [.. Enumerable.Range(first + LcBenchSkipped, Epochs).Select(column => Point(
                    Noisy(Number(row.Item[column]) / 100, random), Number(row.Item[parameters]) / median + 0.3))]))], classes: 10);
    }

    /// <summary>
    /// Accuracies of every network after its whole training, averaged over three runs: one epoch, whose cost is its FLOPs.
    /// </summary>
    private static CurveTable NasBenchMacro(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return new(
            [.. document.RootElement.EnumerateObject().Index().Select(row => new CurveRow(
                Candidate(row.Index, row.Item.Value.GetProperty("params").GetInt64()),
                [Point(row.Item.Value.GetProperty("mean_acc").GetDouble() / 100, row.Item.Value.GetProperty("flops").GetDouble() / 1e8)]))],
                classes: 10);
    }

    private static double Between(double[] known, int epoch)
    {
        var (place, low) = (0, 1);
        while (place + 2 < known.Length && epoch > low * 3)
            (place, low) = (place + 1, low * 3);
        var share = Math.Clamp((epoch - low) / (2.0 * low), 0, 1);
        return known[place] + share * (known[place + 1] - known[place]);
    }

    private static double Noisy(double accuracy, SplitMix64 random)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.Unit())) * Math.Cos(2 * Math.PI * random.Unit());
        return Math.Clamp(accuracy + normal * Math.Sqrt(Math.Max(0, accuracy * (1 - accuracy)) / ValidationImages), 0, 1);
    }

    private static EpochTruth Point(double accuracy, double seconds) => new(accuracy, 1 - accuracy, seconds);

    // No two have one configuration: the weight decay counts them.
    private static Candidate Candidate(int number, long parameters) =>
        new("dilated-separable", new(1, 1, 1, LearningRate: 0.001, WeightDecay: number * 1e-6, BatchSize: 128),
            new(parameters, parameters, 4 * parameters));

    private static IEnumerable<string[]> Csv(string path)
    {
        using var file = File.OpenRead(path);
        using var text = new StreamReader(
            path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        text.ReadLine();
        while (text.ReadLine() is { Length: > 0 } line)
            yield return line.Split(',');
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
