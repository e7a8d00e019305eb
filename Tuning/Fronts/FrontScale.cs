using System.Collections.Immutable;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Fronts;

/// <summary>The scale on which the members of a front are compared; it does not depend on the members.</summary>
/// <param name="Axes">Of each cost, in the order of the objectives.</param>
/// <param name="Chance">The accuracy of guessing: 1 / classes; 0 if the number of classes is not known.</param>
/// <param name="Images">The number of validation images behind each accuracy; 0 if it is not known.</param>
/// <param name="Seed">The seed of the draws that measure how certain a choice is.</param>
public sealed record FrontScale(Objectives Objectives, ImmutableArray<CostAxis> Axes, double Chance, int Images, long Seed)
{
    /// <summary>The number of axes on which candidates differ.</summary>
    public int Lengths => Axes.Count(axis => axis.HasLength);

    /// <summary>The scale of a search, as far as its space was counted.</summary>
    public static FrontScale From(SearchSpec spec, Dataset dataset, CostRanges ranges)
    {
        // If a simulation does not know the number of images, its dataset has one.
        var isKnown = (spec.TrainImages ?? dataset.TrainImages) > 1;
        return new(
            Objectives.From(spec), ranges.Axes, dataset.Classes.IsEmpty ? 0 : 1.0 / dataset.Classes.Length,
            isKnown ? ValidationSplit.Compute(dataset, spec.TrainImages).Validation : 0, spec.Seed);
    }

    /// <summary>The same from the views of a search and its trials.</summary>
    public static FrontScale From(SearchView search, Dataset dataset, IEnumerable<TrialView> trials)
    {
        var ranges = CostRanges.From(search.Spec);
        if (search is { Cheapest: { } cheapest, MostExpensive: { } mostExpensive })
            ranges.Count(cheapest, mostExpensive);
        foreach (var trial in trials)
            ranges.Include(trial);
        return From(search.Spec, dataset, ranges);
    }

    /// <summary>Whether a trial's accuracy is clearly above guessing: its 95 % interval is above the chance.</summary>
    public bool IsAboveChance(TrialView trial) =>
        trial.Accuracy is { } accuracy && AccuracyInterval.IsAbove(Chance, accuracy, Images);

    /// <summary>The standard error of an accuracy on the validation images; 0 if their number is not known.</summary>
    public double StandardError(double accuracy) =>
        Images == 0 ? 0 : Math.Sqrt(Math.Max(0, accuracy * (1 - accuracy)) / Images);
}
