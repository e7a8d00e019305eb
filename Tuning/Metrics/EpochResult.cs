using System.Collections.Immutable;

namespace Paretune.Tuning.Metrics;

/// <summary>What metrics are read from at a report, and of a completed trial's best epoch alike.</summary>
/// <param name="Own">Those that the search itself names; null where none is known.</param>
public readonly record struct EpochResult(
    double? Accuracy, double? ValidationLoss, double? TopFive, double? Balanced, ImmutableSortedDictionary<string, double>? Own = null)
{
    public static EpochResult From(Report report) =>
        new(report.Accuracy, report.ValidationLoss, report.TopFive, report.Balanced, report.Metrics);

    public static EpochResult From(TrialView trial) =>
        new(trial.Accuracy, trial.ValidationLoss, trial.TopFive, trial.Balanced, trial.Metrics);
}
