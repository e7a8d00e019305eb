using System.Text.Json;
using Paretune.Tuning.Simulation;

namespace Paretune.Bench.Efficiency.Tables;

/// <summary>
/// Every network of NAS-Bench-Macro (Su et al., "Prioritized architecture sampling with Monte-Carlo tree search", CVPR 2021) after full
/// training, averaged over three runs. A curve has one epoch, whose cost is the network's FLOPs.
/// </summary>
internal static class NasBenchMacro
{
    private const double FlopsPerSecond = 1e8;
    private static readonly string File = TableFile.Handed("nas-bench-macro_cifar10.json");

    public static EfficiencyTable Table { get; } = new(
        "NAS-Bench-Macro", "6,561 networks on CIFAR-10, one epoch", ["accuracy", "parameters"], [File], () =>
        {
            var table = Read();
            return _ => table;
        });

    private static CurveTable Read()
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(File));
        return new([.. document.RootElement.EnumerateObject().Index().Select(row => Row(row.Index, row.Item.Value))], classes: 10);
    }

    private static CurveRow Row(int number, JsonElement network) => Rows.Create(
        number,
        [Rows.Epoch(network.GetProperty("mean_acc").GetDouble() / 100, network.GetProperty("flops").GetDouble() / FlopsPerSecond)],
        network.GetProperty("params").GetInt64());
}
