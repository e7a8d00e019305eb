using System.Collections.Immutable;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Strategies.Bayesian;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Searches;

/// <summary>
/// What a search that is about to start can use of an older one: completed trials within its own space. The others say nothing about what
/// it may try.
/// </summary>
/// <param name="spec">Of the new search.</param>
/// <param name="dataset">Of the new search.</param>
/// <param name="older">With all its trials.</param>
public sealed class EarlierSearch(SearchSpec spec, Dataset dataset, SearchSnapshot older)
{
    /// <summary>The most trials that are used.</summary>
    public const int Most = TrainingSubset.Most;

    // The tolerance for a value that was rounded to the end of a range.
    private const double Rounding = 1e-9;

    private readonly FrontGoal _goal = FrontGoal.From(spec);
    private readonly EarlierSettings _settings = new(spec, dataset, older.Search.Spec, older.Dataset);

    private readonly ImmutableArray<HyperparameterAxis> _axes = [
        .. spec.Space.Parts.SelectMany(part => part.All).GroupBy(one => one.Key, one => one.Value)
            .Select(one => HyperparameterAxis.From(one.Key, [.. one])).OfType<HyperparameterAxis>()];

    private readonly HashSet<string> _networks = [.. spec.Networks, .. spec.Space.Parts.SelectMany(part => part.Networks)];

    private SearchId Id => older.Search.Id;

    /// <returns>The usable trials, or why the new search cannot start from it: the rule, the value got, and what to do.</returns>
    public (PriorTrials? Trials, string? Error) Read()
    {
        if (WhyOther() is { } other)
            return (null, other);
        var measured = older.Trials
            .Where(trial => trial.State == TrialState.Completed && double.IsFinite(_goal.Accuracy(trial.WithEstimatedAccuracy()))).ToList();
        if (measured.Count == 0)
            return (null,
                $"must name a search with completed trials that have {_goal.Key}, but search {Id} has none; name another, or remove it");
        var left = measured.Select(WhyOutside).OfType<string>().CountBy(why => why).OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => $"{one.Value} {one.Key}").ToList();
        var within = measured.Where(trial => WhyOutside(trial) is null).ToList();
        if (within.Count == 0)
            return (null,
                $"must name a search with trials in the space of this one, but none of the {measured.Count} that completed in "
                + $"search {Id} is: {string.Join(", ", left)}; widen the space, or remove it");
        var kept = TrainingSubset.Select(
            within, trial => LogErrors.Compute(_goal.Accuracy(trial.WithEstimatedAccuracy())),
            trial => trial.Macs > 0 ? trial.Macs : trial.Parameters);
        return (new(Id, [.. kept.Select(Taken)], Note(measured.Count, kept, left)), null);
    }

    /// <summary>Says why its trials cannot be compared; null if they can.</summary>
    private string? WhyOther() =>
        older.Search.Spec.Trainer != spec.Trainer ? Other(TrainerOf(spec), $"has {TrainerOf(older.Search.Spec)}", "with")
        : older.Dataset.Name != dataset.Name ? Other($"dataset {dataset.Name}", $"is on {older.Dataset.Name}")
        : !older.Dataset.Classes.SequenceEqual(dataset.Classes)
            ? Other("the same classes", $"is on an older {dataset.Name} with other classes")
        : older.Dataset.Content is { } had && dataset.Content is { } has && had != has
            ? Other("the same images", $"used other images under the name {dataset.Name}")
        : null;

    private string Other(string wanted, string has, string on = "on") =>
        $"must name a search {on} {wanted}, but search {Id} {has}; name another, or remove it";

    private static string TrainerOf(SearchSpec one) => one.Trainer is { } trainer ? $"trainer {trainer}" : "Paretune's networks";

    /// <summary>The part of the trial that is not in the new search's space; null if all of it is.</summary>
    private string? WhyOutside(TrialView trial) =>
        spec.Trainer is null && !_networks.Contains(trial.Network) ? $"of network {trial.Network}"
        : _axes.FirstOrDefault(axis => !Holds(axis, trial.Configuration)) is { Name: var name } ? $"with another {name}"
        : null;

    private static bool Holds(HyperparameterAxis axis, Configuration configuration)
    {
        if (!HyperparameterNames.Common.Contains(axis.Name) && !HyperparameterNames.Recipe.Contains(axis.Name)
            && configuration.Hyperparameters?.ContainsKey(axis.Name) != true)
            return false;
        var value = configuration[axis.Name];
        return axis.Words.IsEmpty
            ? value.Word is null && axis.Place(value) is >= -Rounding and <= 1 + Rounding : axis.Words.Contains(value.ToString());
    }

    private PriorTrial Taken(TrialView trial) => new(
        trial.Number, trial.Network, trial.Configuration, trial.Cost, _goal.Accuracy(trial.WithEstimatedAccuracy()), trial.Epochs,
        _settings.Variance(trial));

    private string Note(int measured, IReadOnlyCollection<TrialView> kept, List<string> left)
    {
        string[] others = [.. kept.SelectMany(_settings.Describe).Distinct()];
        return $"Starts from search {Id}: it uses {kept.Count} of the {CountText.Format(measured, "trial")} that completed there"
            + (left.Count > 0 ? $" (left out because they are outside this space: {string.Join(", ", left)})" : "")
            + (others.Length > 0 ? $", with less weight because of different settings: {string.Join(", ", others)}" : "")
            + ". They do not count as results of this search.";
    }
}
