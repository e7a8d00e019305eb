using System.Collections.Immutable;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Confirmation;

/// <summary>A completed trial as its runs measured it.</summary>
/// <param name="Losses">Its objectives but the accuracy, which do not differ from run to run, turned so that less is better.</param>
/// <param name="Logs">Logarithms of its costs to base 2.</param>
/// <param name="Accuracies">Of each run, the trial's own first.</param>
/// <param name="Work">What a further run takes, in any unit.</param>
internal sealed record MeasuredTrial(
    int Trial, ImmutableArray<double> Losses, ImmutableArray<double> Logs, ImmutableArray<double> Accuracies, double Work)
{
    // Reading images costs something even where the network is tiny.
    private const double OfAnyNetwork = 1e5;

    // Worked out again each time: a copy with further runs has another.
    public double Mean => Accuracies.Average();

    /// <summary>Null where the trial has no accuracy, or another objective has no value.</summary>
    /// <param name="further">Accuracies of its further runs.</param>
    public static MeasuredTrial? From(TrialView trial, Objectives objectives, ImmutableArray<double> further)
    {
        if (trial.Accuracy is not { } accuracy || !double.IsFinite(accuracy))
            return null;
        ImmutableArray<double> losses =
        [
            .. objectives.All.Where(metric => metric != objectives.Goal)
                .Select(metric => metric.Direction == Fronts.Direction.Maximise ? -metric.Value(trial) : metric.Value(trial)),
        ];
        return losses.Any(double.IsNaN) ? null : new(
            trial.Number, losses,
            [.. objectives.Costs.Select(cost => Math.Log2(Math.Max(cost.Format.Least, cost.Value(trial))))],
            [accuracy, .. further], (trial.Macs + OfAnyNetwork) * Math.Max(1, trial.EpochsPlanned));
    }
}
