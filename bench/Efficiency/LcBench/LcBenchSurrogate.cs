using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Paretune.Bench.Efficiency.Tables;
using Paretune.Models.Running;

namespace Paretune.Bench.Efficiency.LcBench;

/// <summary>
/// YAHPO Gym's surrogate network of LCBench (Pfisterer et al., "YAHPO Gym: an efficient multi-objective multi-fidelity benchmark for
/// hyperparameter optimization", 2022). Its curves are smooth, as if there were infinitely many validation examples.
/// </summary>
internal static class LcBenchSurrogate
{
    private const int Outputs = 6, ValidationAccuracy = 1, CrossEntropy = 2;

    public static string Model { get; } = TableFile.Handed("lcbench-surrogate.onnx");
    public static string Encoding { get; } = TableFile.Handed("lcbench-encoding.json");

    /// <summary>Returns the accuracy (0 to 1) and the cross-entropy of each configuration after each epoch, computed in one run.</summary>
    /// <param name="epochs">A range within 1 to 52.</param>
    public static SurrogateEpoch[][] Evaluate(LcBenchTask task, IReadOnlyList<LcBenchConfiguration> configurations, Range epochs)
    {
        var (first, count) = (epochs.Start.Value, epochs.End.Value - epochs.Start.Value);
        float[] continuous = [.. configurations.SelectMany(one => Enumerable.Range(first, count).SelectMany(epoch => Inputs(one, epoch)))];
        var output = Run(Code(task), continuous, configurations.Count * count);
        return [.. Enumerable.Range(0, configurations.Count).Select(row => Enumerable.Range(row * count, count)
            .Select(at => new SurrogateEpoch(
                Math.Clamp(output[at * Outputs + ValidationAccuracy] / 100, 0, 1), output[at * Outputs + CrossEntropy])).ToArray())];
    }

    private static float[] Inputs(LcBenchConfiguration one, int epoch) =>
    [
        epoch, one.BatchSize, (float)one.LearningRate, (float)one.Momentum, (float)one.WeightDecay, one.Layers, one.Units,
        (float)one.Dropout,
    ];

    private static int Code(LcBenchTask task)
    {
        using var encoding = JsonDocument.Parse(File.ReadAllBytes(Encoding));
        return encoding.RootElement.GetProperty("OpenML_task_id")
            .GetProperty(task.OpenMl.ToString(CultureInfo.InvariantCulture)).GetInt32();
    }

    private static float[] Run(int code, float[] continuous, int rows)
    {
        // OnnxModel disables the runtime's telemetry before the library is loaded.
        RuntimeHelpers.RunClassConstructor(typeof(OnnxModel).TypeHandle);
        int[] categorical = [.. Enumerable.Repeat(code, rows)];
        using var session = new InferenceSession(Model);
        using var options = new RunOptions();
        using var cat = OrtValue.CreateTensorValueFromMemory(categorical, [rows, 1]);
        using var cont = OrtValue.CreateTensorValueFromMemory(continuous, [rows, continuous.Length / rows]);
        using var results = session.Run(options, ["x_cat", "x_cont"], [cat, cont], session.OutputNames);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}

internal readonly record struct SurrogateEpoch(double Accuracy, double Loss);
