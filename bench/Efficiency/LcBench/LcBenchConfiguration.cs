using Paretune.Bench.Efficiency.Tables;

namespace Paretune.Bench.Efficiency.LcBench;

/// <summary>A multilayer perceptron of LCBench and how it is trained.</summary>
internal sealed record LcBenchConfiguration(
    int BatchSize, double LearningRate, double Momentum, double WeightDecay, int Layers, int Units, double Dropout)
{
    /// <summary>Weights and biases of a funnel: widths fall evenly from the units to the classes.</summary>
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

    /// <param name="cells">In the order of the members.</param>
    public static LcBenchConfiguration Parse(string[] cells) => new(
        (int)TableFile.Number(cells[0]), TableFile.Number(cells[1]), TableFile.Number(cells[2]), TableFile.Number(cells[3]),
        (int)TableFile.Number(cells[4]), (int)TableFile.Number(cells[5]), TableFile.Number(cells[6]));
}
