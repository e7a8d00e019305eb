namespace Paretune.Grains.Ledger;

/// <summary>
/// The part of a report that a search's state needs, in separate columns, so that a million reports are read within seconds, without
/// parsing JSON.
/// </summary>
internal readonly record struct ReportColumns(double Loss, double Accuracy, double? TopFive, double Seconds, double? Balanced)
{
    /// <summary>
    /// Returns the columns of a report that was answered with "continue" and has neither model facts nor custom metrics; null for all other
    /// entries, which are read whole.
    /// </summary>
    public static ReportColumns? From(LedgerEntry entry) =>
        // NaN is left to the JSON, because SQLite cannot store it.
        entry is EpochReported { Report: { Model: null, Metrics: null } report, Decision.Kind: DecisionKind.Continue }
        && double.IsFinite(report.ValidationLoss + report.Accuracy + report.Seconds)
            ? new(report.ValidationLoss, report.Accuracy, report.TopFive, report.Seconds, report.Balanced)
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
            LearningRate = double.NaN,
            Seconds = Seconds,
            ImagesPerSecond = double.NaN,
            PeakMemoryBytes = 0,
        },
        Decision.Continue)
    { Sequence = sequence, At = at };
}
