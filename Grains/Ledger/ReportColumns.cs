using System.Collections.Immutable;

namespace Paretune.Grains.Ledger;

/// <summary>
/// The part of a report that a search's state needs, in separate columns, so that a million reports are read within seconds, without
/// parsing JSON.
/// </summary>
/// <param name="ClassMean">Mean of the accuracies of the classes; <see cref="NoClasses"/> if the report has none.</param>
internal readonly record struct ReportColumns(
    double Loss, double Accuracy, double? TopFive, double Seconds, double? Balanced, double ClassMean)
{
    // Not null, which marks rows of earlier versions.
    private const double NoClasses = -1;

    /// <summary>
    /// Returns the columns of a report that was answered with "continue" and has neither model facts nor custom metrics; null for all other
    /// entries, which are read whole.
    /// </summary>
    public static ReportColumns? From(LedgerEntry entry) =>
        // NaN is left to the JSON, because SQLite cannot store it.
        entry is EpochReported { Report: { Model: null, Metrics: null } report, Decision.Kind: DecisionKind.Continue }
        && double.IsFinite(report.ValidationLoss + report.Accuracy + report.Seconds)
            ? new(report.ValidationLoss, report.Accuracy, report.TopFive, report.Seconds, report.Balanced, MeanOf(report.ClassAccuracy))
            : null;

    public EpochReported Entry(SearchId search, long sequence, DateTimeOffset at, int trial, int attempt, int epoch) => new(
        new()
        {
            Trial = new(search, trial),
            Attempt = attempt,
            Epoch = epoch,
            TrainLoss = double.NaN,
            TrainAccuracy = double.NaN,
            ValidationLoss = Loss,
            Accuracy = Accuracy,
            TopFive = TopFive,
            Balanced = Balanced,
            ClassAccuracy = ClassMean == NoClasses ? [] : [ClassMean],
            LearningRate = double.NaN,
            Seconds = Seconds,
            ImagesPerSecond = double.NaN,
            PeakMemoryBytes = 0,
        },
        Decision.Continue)
    { Sequence = sequence, At = at };

    private static double MeanOf(ImmutableArray<double> classes) => classes.IsDefault ? NoClasses
        : classes.Where(accuracy => !double.IsNaN(accuracy)).DefaultIfEmpty(NoClasses).Average();
}
