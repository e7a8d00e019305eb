using Paretune.Bench.Efficiency.Tables;

namespace Paretune.Bench.Efficiency.LcBench;

/// <summary>Checks that the surrogate reproduces the sampled tables, and that parameters are counted in the same way.</summary>
internal static class SurrogateCheck
{
    private const int Parameters = 7, FirstAccuracy = 8, Epochs = 50;

    // Tolerance in points, because hyperparameters are rounded to five digits in the sampled tables.
    private const double MostPoints = 0.05;

    public static IEnumerable<Row> Run() => LcBenchTask.Judged
        .Select(task => (Task: task, File: TableFile.Handed($"lcbench-sampled-{task.OpenMl}.csv.gz")))
        .Where(one => File.Exists(one.File) && File.Exists(LcBenchSurrogate.Model))
        .SelectMany(one => Create(one.Task, [.. TableFile.Csv(one.File)]));

    private static IEnumerable<Row> Create(LcBenchTask task, string[][] rows)
    {
        LcBenchConfiguration[] configurations = [.. rows.Select(LcBenchConfiguration.Parse)];
        var curves = LcBenchSurrogate.Evaluate(task, configurations, 1..(1 + Epochs));
        yield return new(
            $"LCBench {task.Name}: largest deviation from sampled table", rows.Index().Max(row => Farthest(row.Item, curves[row.Index])),
            "points", MostPoints, AtMost: true);
        yield return new(
            $"LCBench {task.Name}: networks whose parameter count differs from its sampled table",
            rows.Index().Count(row => TableFile.Number(row.Item[Parameters]) != configurations[row.Index].Parameters(task)), "networks",
            Goal: 0, AtMost: true);
    }

    private static double Farthest(string[] cells, SurrogateEpoch[] curve) =>
        curve.Index().Max(epoch => Math.Abs(TableFile.Number(cells[FirstAccuracy + epoch.Index]) - 100 * epoch.Item.Accuracy));
}
