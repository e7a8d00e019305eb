using System.Collections.Immutable;

namespace Paretune.Tuning.Metrics;

/// <summary>The values that metrics are read from, either at a report or at a trial's best epoch.</summary>
/// <param name="Own">The values of the search's custom metrics; null if there are none.</param>
public readonly record struct EpochResult(
    double? Accuracy, double? ValidationLoss, double? TopFive, double? Balanced, ImmutableSortedDictionary<string, double>? Own = null)
{
    public static EpochResult From(Report report) =>
        new(report.Accuracy, report.ValidationLoss, report.TopFive, report.Balanced, report.Metrics);

    public static EpochResult From(TrialView trial) =>
        new(trial.Accuracy, trial.ValidationLoss, trial.TopFive, trial.Balanced, trial.Metrics);
}
