using System.Collections.Immutable;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Confirmation;

/// <summary>A completed trial as its runs measured it.</summary>
/// <param name="Losses">Its objectives except the accuracy, which do not differ from run to run, negated where needed so that less is
/// better.</param>
/// <param name="Logs">Logarithms of its costs to base 2.</param>
/// <param name="Accuracies">Of each run, the trial's own first.</param>
/// <param name="Work">The cost of a further run, in any unit.</param>
internal sealed record MeasuredTrial(
    int Trial, ImmutableArray<double> Losses, ImmutableArray<double> Logs, ImmutableArray<double> Accuracies, double Work)
{
    // Reading images has a cost even if the network is tiny.
    private const double OfAnyNetwork = 1e5;

    // Computed each time, because a copy with further runs has another mean.
    public double Mean => Accuracies.Average();

    /// <summary>Null if the trial has no accuracy, or another objective has no value.</summary>
    /// <param name="further">Accuracies of its further runs.</param>
    public static MeasuredTrial? From(TrialView trial, Objectives objectives, ImmutableArray<double> further)
    {
        if (trial.Accuracy is not { } accuracy || !double.IsFinite(accuracy))
            return null;
        ImmutableArray<double> losses =
        [
            .. objectives.All.Where(metric => metric != objectives.Goal)
                .Select(metric => metric.Direction == Fronts.Direction.Maximize ? -metric.Value(trial) : metric.Value(trial)),
        ];
        return losses.Any(double.IsNaN) ? null : new(
            trial.Number, losses,
            [.. objectives.Costs.Select(cost => Math.Log2(Math.Max(cost.Format.Least, cost.Value(trial))))],
            [accuracy, .. further], (trial.Macs + OfAnyNetwork) * Math.Max(1, trial.EpochsPlanned));
    }
}
