using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>How a model's numbers are stored.</summary>
public enum Precision
{
    /// <summary>32-bit floats, as trained.</summary>
    Fp32,

    /// <summary>16-bit floats.</summary>
    Fp16,

    /// <summary>8-bit whole numbers: weights with a scale a channel, activations with one a map, calibrated on training images.</summary>
    Int8,
}

/// <summary>
/// Milliseconds that one image takes: batch 1, one thread of the CPU, ONNX Runtime, warm, no training in the same process.
/// </summary>
/// <param name="Median">What counts.</param>
/// <param name="Low">A tenth of the runs took at most this.</param>
/// <param name="High">A tenth of the runs took at least this.</param>
[GenerateSerializer, Immutable, Alias("Paretune.Latency")]
public sealed record Latency(
    [property: Id(0)] Precision Precision, [property: Id(1)] double Median, [property: Id(2)] double Low, [property: Id(3)] double High,
    [property: Id(4)] int Runs);

/// <summary>The measurements of an exported model file.</summary>
/// <param name="FileBytes">Of the ONNX file in float32; null where there is none, as of a simulated trial.</param>
/// <param name="Latency">Null where it is no objective of the search.</param>
/// <param name="Cost">As counted on the model of a custom trainer; null if it was known before.</param>
[GenerateSerializer, Immutable, Alias("Paretune.ModelFigures")]
public sealed record ModelFigures(
    [property: Id(0)] long? FileBytes, [property: Id(1)] Latency? Latency,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Cost? Cost = null);

/// <summary>
/// The ONNX files of a trial: the <c>exports.json</c> an attempt leaves beside its model. Every trial has float32; int8 and fp16 too, with
/// latencies, come with the test of the front.
/// </summary>
public sealed record ModelExports
{
    /// <summary>The version of ONNX's operators.</summary>
    public required int Opset { get; init; }

    /// <summary>What files were checked and timed on.</summary>
    public required string Runtime { get; init; }
    public required string Processor { get; init; }

    /// <summary>Validation images that each file was checked on.</summary>
    public required int Images { get; init; }

    /// <summary>Share of them whose class torch found, 0 to 1.</summary>
    public required double TorchAccuracy { get; init; }

    /// <summary>Training images that int8's ranges were taken from; 0 where there is no int8.</summary>
    public int CalibrationImages { get; init; }
    public required ImmutableArray<ModelExport> Files { get; init; }

    /// <summary>Why there are no files; empty where there are.</summary>
    public string Fault { get; init; } = "";

    /// <summary>How many times as long as fp32's an int8 image takes; null where it is not slower, or not both were timed.</summary>
    public double? Int8Slowdown()
    {
        var (exact, small) = (MedianOf(Precision.Fp32), MedianOf(Precision.Int8));
        return small > exact ? small / exact : null;
    }

    private double? MedianOf(Precision precision) => Files.FirstOrDefault(file => file.Precision == precision)?.Latency?.Median;
}

/// <param name="Accuracy">Share of the validation images whose class the file found on ONNX Runtime, 0 to 1.</param>
/// <param name="MaxDifference">The largest difference of a logit from torch's.</param>
public sealed record ModelExport(Precision Precision, long Bytes, double Accuracy, double MaxDifference, Latency? Latency)
{
    /// <summary>
    /// Share of the validation images that it puts into the same class as torch does in float32, right or wrong, 0 to 1; null in files
    /// written before that was counted.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Agreement { get; init; }

    /// <summary>
    /// Layers that compute in float32 in spite of the precision: of int8 those whose rounding would change answers, of fp16 those whose
    /// sums may exceed what a half holds. Null in files written before there were any.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? InFloat { get; init; }
}
