using System.Globalization;
using Paretune.Tuning.Simulation;

namespace Paretune.Bench.Efficiency.Tables;

/// <summary>
/// A random sample of NAS-Bench-101 (Ying et al., "NAS-Bench-101: towards reproducible neural architecture search", ICML 2019). Its runs of
/// 4, 12, 36 and 108 epochs are epochs 1, 3, 9 and 27 of a curve, with linear interpolation between them.
/// </summary>
internal static class NasBench101
{
    private const int Epochs = 27, Parameters = 1, Seconds = 2, FirstAccuracy = 3, Budgets = 4;
    private static readonly string File = TableFile.Handed("nas-bench-101-1k.csv");

    public static EfficiencyTable Table { get; } = new(
        "NAS-Bench-101", "1,000 CNNs on CIFAR-10, runs of 4, 12, 36 and 108 epochs", ["accuracy", "parameters"], [File], () =>
        {
            var table = Read();
            return _ => table;
        });

    private static CurveTable Read() => new([.. TableFile.Csv(File).Index().Select(row => Row(row.Index, row.Item))], classes: 10);

    private static CurveRow Row(int number, string[] cells)
    {
        var seconds = TableFile.Number(cells[Seconds]) / Epochs;
        double[] known = [.. cells[FirstAccuracy..(FirstAccuracy + Budgets)].Select(TableFile.Number)];
        return Rows.Create(
            number, Enumerable.Range(1, Epochs).Select(epoch => Rows.Epoch(Between(known, epoch), seconds)),
            long.Parse(cells[Parameters], CultureInfo.InvariantCulture));
    }

    private static double Between(double[] known, int epoch)
    {
        var (place, low) = (0, 1);
        while (place + 2 < known.Length && epoch > low * 3)
            (place, low) = (place + 1, low * 3);
        var share = Math.Clamp((epoch - low) / (2.0 * low), 0, 1);
        return known[place] + share * (known[place + 1] - known[place]);
    }
}
