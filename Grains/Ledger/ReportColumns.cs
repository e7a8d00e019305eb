namespace Paretune.Grains.Ledger;

/// <summary>
/// The part of a report that a search's state needs, in separate columns: a million reports are read within seconds, without their JSON.
/// </summary>
internal readonly record struct ReportColumns(double Loss, double Accuracy, double? TopFive, double Seconds, double? Balanced)
{
    /// <summary>
    /// Null where the entry is read whole: all but the reports that were answered with "continue" and say nothing of their model or of
    /// metrics of their search's own.
    /// </summary>
    public static ReportColumns? From(LedgerEntry entry) =>
        // SQLite has no NaN.
        entry is EpochReported { Report: { Model: null, Metrics: null } report, Decision.Kind: DecisionKind.Continue }
        && double.IsFinite(report.ValidationLoss + report.Accuracy + report.Seconds)
            ? new(report.ValidationLoss, report.Accuracy, report.TopFive, report.Seconds, report.Balanced)
            : null;

    public EpochReported Entry(SearchId search, long sequence, int trial, int attempt, int epoch) => new(
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
            LearningRate = double.NaN,
            Seconds = Seconds,
            ImagesPerSecond = double.NaN,
            PeakMemoryBytes = 0,
        },
        Decision.Continue)
    { Sequence = sequence };
}
