using System.Collections.Immutable;
using Paretune.Bench.Efficiency.Tables;

namespace Paretune.Bench.Efficiency.LcBench;

/// <summary>A multilayer perceptron of LCBench with its training hyperparameters.</summary>
internal sealed record LcBenchConfiguration(
    int BatchSize, double LearningRate, double Momentum, double WeightDecay, int Layers, int Units, double Dropout)
{
    /// <summary>
    /// Returns the number of weights and biases. The layers form a funnel: widths decrease linearly from the units to the classes.
    /// </summary>
    public long Parameters(LcBenchTask task)
    {
        var (parameters, inputs) = (0L, (long)task.Features);
        for (var layer = 0; layer <= Layers; layer++)
        {
            var outputs = (long)Math.Round(Units + (task.Classes - Units) * layer / (double)Layers, MidpointRounding.ToEven);
            parameters += (inputs + 1) * outputs;
            inputs = outputs;
        }

        return parameters;
    }

    /// <summary>
    /// Adds the hyperparameters of LCBench to a space. Layers, units and dropout are declared like those of a custom trainer.
    /// </summary>
    public static Space Space(Space space) => space
        .With("batchSize", Range(16, 512, RangeScale.Log)).With("learningRate", Range(1e-4, 1e-1, RangeScale.Log))
        .With("weightDecay", Range(1e-5, 1e-1)).With("momentumOfSgd", Range(0.1, 0.99)).With("layers", Range(1, 5))
        .With("units", Range(64, 1024, RangeScale.Log)).With("dropout", Range(0, 1));

    /// <param name="number">Distinguishes configurations with equal values.</param>
    public Configuration Configured(int number) => new(1, 1, 1, LearningRate, WeightDecay, BatchSize)
    {
        Hyperparameters = new Dictionary<string, HyperparameterValue>
        {
            ["momentumOfSgd"] = Momentum,
            ["layers"] = Layers,
            ["units"] = Units,
            ["dropout"] = Dropout,
            ["number"] = number,
        }.ToImmutableSortedDictionary(StringComparer.Ordinal),
    };

    /// <param name="cells">Cells in the order of the record's members.</param>
    public static LcBenchConfiguration Parse(string[] cells) => new(
        (int)TableFile.Number(cells[0]), TableFile.Number(cells[1]), TableFile.Number(cells[2]), TableFile.Number(cells[3]),
        (int)TableFile.Number(cells[4]), (int)TableFile.Number(cells[5]), TableFile.Number(cells[6]));

    private static Domain Range(double from, double to, RangeScale scale = RangeScale.Linear) => new() { Range = new(from, to, scale) };
}
