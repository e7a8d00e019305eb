using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>How the numbers of a model are stored.</summary>
public enum Precision
{
    /// <summary>32-bit floats, as trained.</summary>
    Fp32,

    /// <summary>16-bit floats.</summary>
    Fp16,

    /// <summary>8-bit integers: weights with one scale per channel, activations with one per map, calibrated on training images.</summary>
    Int8,
}

/// <summary>Milliseconds per image: batch size 1, one CPU thread, ONNX Runtime, warmed up, no training in the same process.</summary>
/// <param name="Median">The value of the metric.</param>
/// <param name="Low">The 10th percentile of the runs.</param>
/// <param name="High">The 90th percentile of the runs.</param>
[GenerateSerializer, Immutable, Alias("Paretune.Latency")]
public sealed record Latency(
    [property: Id(0)] Precision Precision, [property: Id(1)] double Median, [property: Id(2)] double Low, [property: Id(3)] double High,
    [property: Id(4)] int Runs);

/// <summary>The measurements of a trained model.</summary>
/// <param name="FileBytes">Size of the float32 ONNX file; null if there is none, for example for a simulated trial.</param>
/// <param name="Latency">Null if latency is not an objective of the search.</param>
/// <param name="Cost">The costs of a custom trainer's model; null if they were known before.</param>
[GenerateSerializer, Immutable, Alias("Paretune.ModelFigures")]
public sealed record ModelMeasurements(
    [property: Id(0)] long? FileBytes, [property: Id(1)] Latency? Latency,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Cost? Cost = null);

/// <summary>
/// The ONNX files of a trial, as in the <c>exports.json</c> that an attempt leaves beside its model. Every trial has a float32 file; the
/// test of the front adds int8 and fp16 files and latencies.
/// </summary>
public sealed record ModelExports
{
    /// <summary>The version of ONNX's operator set.</summary>
    public required int Opset { get; init; }

    /// <summary>The runtime on which the files were checked and timed.</summary>
    public required string Runtime { get; init; }
    public required string Processor { get; init; }

    /// <summary>Validation images on which each file was checked.</summary>
    public required int Images { get; init; }

    /// <summary>The accuracy of the torch model on these images, 0 to 1.</summary>
    public required double TorchAccuracy { get; init; }

    /// <summary>Training images that calibrated the int8 file; 0 if there is none.</summary>
    public int CalibrationImages { get; init; }
    public required ImmutableArray<ModelExport> Files { get; init; }

    /// <summary>Why there are no files; empty if there are.</summary>
    [JsonPropertyName("fault")]
    public string Error { get; init; } = "";

    /// <summary>How many times slower int8 is than fp32; null if it is not slower, or not both were timed.</summary>
    public double? Int8Slowdown()
    {
        var (exact, small) = (MedianOf(Precision.Fp32), MedianOf(Precision.Int8));
        return small > exact ? small / exact : null;
    }

    private double? MedianOf(Precision precision) => Files.FirstOrDefault(file => file.Precision == precision)?.Latency?.Median;
}

/// <summary>One exported file.</summary>
/// <param name="Accuracy">The file's accuracy on the validation images in ONNX Runtime, 0 to 1.</param>
/// <param name="MaxDifference">The largest absolute difference of a logit from torch's.</param>
public sealed record ModelExport(Precision Precision, long Bytes, double Accuracy, double MaxDifference, Latency? Latency)
{
    /// <summary>
    /// Share of the validation images that the file assigns to the same class as torch in float32, right or wrong, 0 to 1; null in files
    /// from before this was counted.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Agreement { get; init; }

    /// <summary>
    /// Layers that compute in float32 despite the file's precision: for int8, those whose rounding would change predictions; for fp16,
    /// those whose sums may exceed the range. Null in files from before there were such layers.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? InFloat { get; init; }
}
