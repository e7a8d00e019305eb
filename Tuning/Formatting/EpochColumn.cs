using System.Collections.Immutable;
using System.Globalization;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Formatting;

/// <summary>One column of a table of epochs, or one curve.</summary>
/// <param name="Key">The name in machine-readable tables.</param>
/// <param name="Title">The column's title in a terminal.</param>
/// <param name="Curve">The curve's name in TensorBoard; null if the column is not a curve.</param>
public sealed record EpochColumn(string Key, string Title, Func<Report, double?> Value, Func<double, string> Format, string? Curve = null)
{
    /// <summary>The type of the values in machine-readable tables; nullable if values may be missing.</summary>
    public Type Type { get; init; } = typeof(double);

    /// <summary>Whether terminal tables show the column.</summary>
    public bool IsInTables { get; init; } = true;

    /// <summary>Returns the columns of an epoch's report.</summary>
    /// <param name="examples">The unit of the throughput, "images" or "examples".</param>
    public static ImmutableArray<EpochColumn> From(MetricTable metrics, string examples = "images") =>
    [
        new("epoch", "epoch", report => report.Epoch, Whole) { Type = typeof(int) },
        new("attempt", "attempt", report => report.Attempt, Whole) { Type = typeof(int) },
        new("trainLoss", "train loss", report => report.TrainLoss, MetricFormat.Loss.Cell, "loss/train"),
        new("trainAccuracy", "train accuracy", report => report.TrainAccuracy, MetricFormat.Share.Cell, "accuracy/train"),
        .. metrics.Rows.Where(metric => metric.Known == MetricTime.EachReport).Select(From),
        new("learningRate", "learning rate", report => report.LearningRate, rate => Formatter.Number(rate, "0.######"), "learning_rate"),
        new("seconds", "seconds", report => report.Seconds, MetricFormat.Seconds.Cell),
        new("imagesPerSecond", $"{examples}/s", report => report.ImagesPerSecond, Formatter.Speed, "images_per_second"),
        new("peakMemoryBytes", "peak memory", report => report.PeakMemoryBytes,
            bytes => $"{Formatter.Amount(bytes)}B") { Type = typeof(long) },
        new("peakDeviceMemoryBytes", "peak GPU memory", report => report.PeakDeviceMemoryBytes, bytes => $"{Formatter.Amount(bytes)}B")
        {
            Type = typeof(long),
            IsInTables = false,
        },
    ];

    /// <summary>Returns a value as tables show it.</summary>
    public string Cell(Report report) => Value(report) is { } value ? Format(value) : Formatter.Nothing;

    /// <summary>Returns a value as <see cref="Type"/>; null if it is missing.</summary>
    public object? Cast(Report report) =>
        Value(report) is { } value
            ? Convert.ChangeType(value, Nullable.GetUnderlyingType(Type) ?? Type, CultureInfo.InvariantCulture) : null;

    private static EpochColumn From(Metric metric) =>
        new(metric.Key, metric.Column, metric.ValueOrNull, metric.Cell, CurveOf(metric.Key))
        {
            Type = typeof(double?),
            IsInTables = metric.IsInTables
        };

    /// <summary>
    /// Returns the name of the validation curve, so that TensorBoard groups it with the training curve: "loss/validation".
    /// </summary>
    private static string CurveOf(string key)
    {
        const string Set = "validation";
        return $"{(key.StartsWith(Set, StringComparison.Ordinal) ? key[Set.Length..].ToLowerInvariant() : key)}/{Set}";
    }

    private static string Whole(double value) => Formatter.Number(value, "0");
}
