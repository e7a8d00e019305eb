using System.Collections.Immutable;
using Paretune.Tuning.Analysis;
using Paretune.Tuning.Formatting;

namespace Paretune.Dashboard.Charts;

/// <summary>The completed trials of a search, with the hyperparameters that vary among them, as input of the analysis charts.</summary>
internal sealed class AnalysedTrials
{
    private AnalysedTrials(ImmutableArray<TrialView> trials, ImmutableArray<AnalysedHyperparameter> hyperparameters) =>
        (Trials, Hyperparameters) = (trials, hyperparameters);

    public ImmutableArray<TrialView> Trials { get; }

    /// <summary>The hyperparameters that vary; the network comes first if there are several.</summary>
    public ImmutableArray<AnalysedHyperparameter> Hyperparameters { get; }

    /// <summary>Takes only completed trials, because a trial that was stopped early does not have its final accuracy.</summary>
    public static AnalysedTrials From(IReadOnlyList<TrialView> all)
    {
        ImmutableArray<TrialView> trials =
            [.. all.Where(trial => trial is { State: TrialState.Completed, Accuracy: { } accuracy } && double.IsFinite(accuracy))];
        var described = TrialDescription.From(trials);
        IEnumerable<AnalysedHyperparameter> network = described.HasNetworks ? [new("network", "network", trial => trial.Network)] : [];
        return new(trials,
        [
            .. network.Concat(described.Columns.Select(column => new AnalysedHyperparameter(
                column.Key, column.Title, trial => column.Value(trial.Configuration)))).Where(one => one.IsVaried(trials)),
        ]);
    }

    /// <summary>Returns the hyperparameter with this key, or the one at this index if there is none.</summary>
    public AnalysedHyperparameter? Find(string? key, int otherwise) =>
        Hyperparameters.FirstOrDefault(one => one.Key == key) ?? Hyperparameters.ElementAtOrDefault(otherwise);
}

/// <summary>A hyperparameter that varies.</summary>
/// <param name="Key">The name in addresses.</param>
/// <param name="Title">The name shown to people.</param>
internal sealed record AnalysedHyperparameter(string Key, string Title, Func<TrialView, HyperparameterValue> Value)
{
    public string Text(TrialView trial) => Formatter.Value(Value(trial));

    public bool IsVaried(IReadOnlyList<TrialView> trials) => trials.Select(Value).Distinct().Skip(1).Any();

    /// <summary>Returns the distinct values in order.</summary>
    public IReadOnlyList<HyperparameterValue> Values(IEnumerable<TrialView> trials) =>
        [.. trials.Select(Value).Distinct().OrderBy(value => value.Word, StringComparer.Ordinal).ThenBy(value => value.Number)];

    public SearchedValues Searched(IReadOnlyList<TrialView> trials) => SearchedValues.From(Title, [.. trials.Select(Value)]);
}
