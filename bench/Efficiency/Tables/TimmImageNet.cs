using Paretune.Tuning.Simulation;

namespace Paretune.Bench.Efficiency.Tables;

/// <summary>
/// Published networks on ImageNet with their CPU latency (huggingface/pytorch-image-models, <c>results/</c>): a front in four objectives. A
/// curve has one epoch, whose duration is proportional to the MACs. Each network at each image size counts once, with its most accurate
/// weights.
/// </summary>
internal static class TimmImageNet
{
    private const int Classes = 1000;
    private const double Million = 1e6, Billion = 1e9;
    private static readonly string Results = TableFile.Handed("timm-results-imagenet.csv"),
        Latencies = TableFile.Handed("timm-infer-cpu-i7_12700h.csv");

    public static EfficiencyTable Table { get; } = new(
        "timm", "published networks on ImageNet with their CPU latency, one epoch", ["accuracy", "parameters", "macs", "latency"],
        [Results, Latencies], () =>
        {
            var table = Read();
            return _ => table;
        });

    private static CurveTable Read()
    {
        // Columns: model.weights, image size, top-1 accuracy in per cent.
        var best = TableFile.Csv(Results).GroupBy(row => (Model: row[0].Split('.')[0], Size: row[1]))
            .ToDictionary(same => same.Key, same => same.Max(row => TableFile.Number(row[2])) / 100);
        return new(
            [.. TableFile.Csv(Latencies).Where(row => best.ContainsKey((row[0], row[1]))).Index()
                .Select(row => Row(row.Index, row.Item, best[(row.Item[0], row.Item[1])]))],
            Classes);
    }

    /// <param name="cells">
    /// Model, size, samples per second, milliseconds, batch size, million parameters, billion MACs, activations.
    /// </param>
    private static CurveRow Row(int number, string[] cells, double accuracy)
    {
        var (latency, parameters, gigaMacs) = (TableFile.Number(cells[3]), TableFile.Number(cells[5]), TableFile.Number(cells[6]));
        return Rows.Create(number, [Rows.Epoch(accuracy, gigaMacs)], (long)(parameters * Million), (long)(gigaMacs * Billion), latency);
    }
}
