using System.Collections.Immutable;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Fronts;

/// <summary>A member of a front, with what scores and rules need.</summary>
/// <param name="Gain">Accuracy, or another goal of the search; more is better.</param>
/// <param name="Costs">In the order of the objectives.</param>
/// <param name="Logs">Their logarithms to base 2.</param>
internal sealed record FrontMember(int Trial, double Gain, ImmutableArray<double> Costs, ImmutableArray<double> Logs)
{
    public static FrontMember From(TrialView trial, Objectives objectives) => new(
        trial.Number, objectives.Goal.Gain(trial), [.. objectives.Costs.Select(cost => cost.Value(trial))],
        [.. objectives.Costs.Select(cost => Math.Log2(Math.Max(cost.Format.Least, cost.Value(trial))))]);

    /// <summary>Its places on the axes on which candidates differ.</summary>
    public double[] Places(FrontScale scale) =>
        [.. scale.Axes.Zip(Logs).Where(pair => pair.First.HasLength).Select(pair => pair.First.Place(pair.Second))];
}
