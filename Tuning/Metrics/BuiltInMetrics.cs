using System.Collections.Immutable;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Metrics;

/// <summary>
/// The metrics of every search. New ones are added at the end, because machine-readable tables keep their column positions.
/// </summary>
internal static class BuiltInMetrics
{
    // With five classes or fewer, every prediction is among the top five.
    private const int MinTopFive = 6;

    public static ImmutableArray<Metric> Rows { get; } =
    [
        Metric.OfEpoch("accuracy", "accuracy", epoch => epoch.Accuracy) with
        {
            Direction = Direction.Maximize, IsInTables = true, IsObjective = true, IsDefaultObjective = true,
            IsLimit = true,
        },
        Metric.OfEpoch("validationLoss", "validation loss", epoch => epoch.ValidationLoss) with
        {
            Format = MetricFormat.Loss, IsInTables = true, Column = "loss",
        },
        Metric.OfTrial("testAccuracy", "test accuracy", trial => trial.TestAccuracy) with
        {
            Direction = Direction.Maximize, IsInTables = true, Column = "test",
        },
        Metric.OfCost("parameters", "parameters", cost => cost.Parameters) with
        {
            Unit = "parameters", Help = "trainable parameters", IsInTables = true, IsObjective = true, IsDefaultObjective = true,
            IsLimit = true,
        },
        Metric.OfCost("macs", "MACs", cost => cost.Macs) with
        {
            Unit = "MACs", Help = "multiply-accumulates per image", IsInTables = true, IsMainCost = true, IsObjective = true,
            IsDefaultObjective = true, IsLimit = true, IsOfNetworks = true,
        },
        Metric.OfCost("bytes", "bytes", cost => cost.Bytes) with
        {
            Unit = "bytes", Help = "bytes of the model as float32", IsObjective = true, IsLimit = true,
        },
        Metric.OfTrial("secondsPerEpoch", "seconds per epoch", trial => trial.SecondsPerEpoch) with
        {
            Format = MetricFormat.Seconds, IsInTables = true, Column = "s/epoch", IsCost = true,
        },
        Metric.OfTrial("fileBytes", "bytes of the ONNX file", trial => trial.FileBytes) with
        {
            Format = MetricFormat.Count, IsCost = true, IsOfNetworks = true,
        },
        Metric.OfTrial("latency", "latency", trial => trial.Latency?.Median) with
        {
            Format = MetricFormat.Milliseconds, Unit = "milliseconds", Help = "milliseconds per image", Column = "ms", IsCost = true,
            IsObjective = true, IsLimit = true, IsOfNetworks = true,
            Note = trial => trial.Latency is { } timed ? Formatter.Name(timed.Precision) : null,
        },
        Metric.OfEpoch("topFive", "top-5 accuracy", epoch => epoch.TopFive) with
        {
            Direction = Direction.Maximize, MinClasses = MinTopFive,
        },
        Metric.OfTrial("testTopFive", "test top-5 accuracy", trial => trial.TestTopFive) with
        {
            Direction = Direction.Maximize, MinClasses = MinTopFive,
        },
        Metric.OfEpoch("top5Error", "top-5 error", epoch => 1 - epoch.TopFive) with { IsObjective = true, MinClasses = MinTopFive },
        Metric.OfEpoch("balancedAccuracy", "balanced accuracy", epoch => epoch.Balanced) with
        {
            Direction = Direction.Maximize, IsInTablesWhereKnown = true, Column = "balanced",
        },
        Metric.OfTrial("testBalancedAccuracy", "test balanced accuracy", trial => trial.TestBalanced) with
        {
            Direction = Direction.Maximize, IsInTablesWhereKnown = true, Column = "test bal.",
        },
    ];
}
