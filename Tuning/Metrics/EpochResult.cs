namespace Paretune.Tuning.Metrics;

/// <summary>What metrics are read from at a report, and of a completed trial's best epoch alike.</summary>
public readonly record struct EpochResult(double? Accuracy, double? ValidationLoss, double? TopFive, double? Balanced)
{
    public static EpochResult From(Report report) => new(report.Accuracy, report.ValidationLoss, report.TopFive, report.Balanced);

    public static EpochResult From(TrialView trial) => new(trial.Accuracy, trial.ValidationLoss, trial.TopFive, trial.Balanced);
}
