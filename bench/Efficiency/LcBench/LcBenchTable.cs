using Paretune.Bench.Efficiency.Tables;
using Paretune.Tuning.Simulation;
using Paretune.Tuning.Strategies;

namespace Paretune.Bench.Efficiency.LcBench;

/// <summary>
/// A task of LCBench (Zimmer, Lindauer and Hutter, "Auto-PyTorch tabular", 2021). Each accuracy has the sampling noise of a thousand
/// validation examples, which the seed draws. The duration of an epoch is proportional to the network's size, plus a constant.
/// </summary>
internal static class LcBenchTable
{
    public const string JudgedGroup = "LCBench tasks";

    private const int Configurations = 300, Epochs = 27, ValidationImages = 1000;
    private const double SharedSeconds = 0.3;

    // LCBench's first epoch is the network before training.
    private const int FirstEpoch = 2;

    // All tasks use the same configurations.
    private static readonly string Drawn = TableFile.Handed("lcbench-sampled-189908.csv.gz");

    public static EfficiencyTable Judged(LcBenchTask task) => Create(task, $"LCBench {task.Name}") with { Group = JudgedGroup };

    public static EfficiencyTable Tuning(LcBenchTask task) =>
        Create(task, $"tuning task {task.Name}") with { Group = "tuning tasks", IsOptional = true };

    private static EfficiencyTable Create(LcBenchTask task, string name) => new(
        name, $"{Configurations} perceptrons on OpenML task {task.OpenMl}, {Epochs} epochs of a surrogate", ["accuracy", "parameters"],
        [Drawn, LcBenchSurrogate.Model, LcBenchSurrogate.Encoding], () => Load(task))
    {
        Space = LcBenchConfiguration.Space,
    };

    private static Func<long, ITruth> Load(LcBenchTask task)
    {
        var configurations = TableFile.Csv(Drawn).Take(Configurations).Select(LcBenchConfiguration.Parse).ToList();
        var curves = LcBenchSurrogate.Evaluate(task, configurations, FirstEpoch..(FirstEpoch + Epochs));
        long[] parameters = [.. configurations.Select(one => one.Parameters(task))];
        var median = parameters.Order().ElementAt(parameters.Length / 2);
        return seed =>
        {
            var random = new SplitMix64(seed);
            return new CurveTable(
                [.. curves.Index().Select(row => Rows.Create(
                    row.Index, row.Item.Select(epoch => Noisy(epoch, random, parameters[row.Index] / (double)median + SharedSeconds)),
                    parameters[row.Index], configuration: configurations[row.Index].Configured(row.Index)))],
                task.Classes);
        };
    }

    private static EpochTruth Noisy(SurrogateEpoch epoch, SplitMix64 random, double seconds)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.Unit())) * Math.Cos(2 * Math.PI * random.Unit());
        var deviation = Math.Sqrt(epoch.Accuracy * (1 - epoch.Accuracy) / ValidationImages);
        return Rows.Epoch(Math.Clamp(epoch.Accuracy + normal * deviation, 0, 1), seconds);
    }
}
