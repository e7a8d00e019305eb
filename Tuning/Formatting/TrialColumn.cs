using System.Collections.Immutable;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Words;

namespace Paretune.Tuning.Formatting;

/// <summary>One column of a table of trials for other programs.</summary>
/// <param name="Type">Of the values; a nullable one where they may be missing.</param>
public sealed record TrialColumn(string Key, Type Type, Func<TrialView, object?> Value)
{
    // Scripts may count columns, so each fact keeps its place among the metrics; what comes new goes to the end.
    private static readonly (string Metric, TrialColumn[] Columns)[] After =
    [
        ("bytes", [Of("onFront", trial => trial.OnFront)]),
        ("secondsPerEpoch", [Of("reason", trial => trial.Reason), Of("network", trial => trial.Network)]),
        ("top5Error", [Of("soFar", trial => trial.SoFar)]),
    ];

    /// <summary>
    /// After how many epochs a trial had completed before it was trained further, as in "12 22"; empty for others. The last column, where
    /// there is one that was.
    /// </summary>
    public static TrialColumn Extensions { get; } =
        new("extensions", typeof(string), trial => trial.Extensions.IsDefault ? "" : string.Join(' ', trial.Extensions));

    /// <summary>What accuracies are taken to be, and how sure places on the front are; behind all others, where trials ran again.</summary>
    public static ImmutableArray<TrialColumn> Estimates { get; } =
    [
        Of("mean", trial => trial.Estimate?.Mean), Of("meanLow", trial => trial.Estimate?.Low),
        Of("meanHigh", trial => trial.Estimate?.High), Of("onFrontShare", trial => trial.Estimate?.OnFront),
        Of("runs", trial => trial.Estimate?.Runs.Length),
    ];

    /// <summary>As in "4f2ab1c0/3"; behind all others, where a trial took its result from another.</summary>
    public static TrialColumn ReusedFrom { get; } = new("reusedFrom", typeof(string), trial => trial.ReusedFrom?.ToString() ?? "");

    /// <summary>As in "baseline, candidate"; behind all others, where a trial has one.</summary>
    public static TrialColumn Tags { get; } = new("tags", typeof(string), TagsText.Of);

    /// <summary>Those of every search: what a trial is, then its metrics.</summary>
    public static ImmutableArray<TrialColumn> Of(MetricTable metrics) =>
    [
        Of("number", trial => trial.Number), Of("dilation", trial => trial.Configuration.Dilation),
        Of("width", trial => trial.Configuration.Width),
        Of("resolution", trial => trial.Configuration.Resolution), Of("learningRate", trial => trial.Configuration.LearningRate),
        Of("weightDecay", trial => trial.Configuration.WeightDecay), Of("batchSize", trial => trial.Configuration.BatchSize),
        Of("state", trial => Show.Name(trial.State)), Of("attempt", trial => trial.Attempt), Of("epochs", trial => trial.Epochs),
        Of("bestEpoch", trial => trial.BestEpoch),
        .. metrics.Rows.SelectMany(
            metric => After.Where(one => one.Metric == metric.Key).SelectMany(one => one.Columns).Prepend(Of(metric))),
    ];

    /// <summary>
    /// Those of the recipe, after all others; a custom trainer has what it is given of one. Empty in searches from before recipes.
    /// </summary>
    public static ImmutableArray<TrialColumn> OfRecipe(bool hasTrainer) =>
    [
        .. RecipeHyperparameters.All.Where(one => !hasTrainer || HyperparameterNames.RecipeOfTrainers.Contains(one.Name)).Select(
            one => one.Kind == HyperparameterKind.Choice
                ? Of(one.Name, trial => trial.Configuration.Recipe?[one.Name]?.Word)
                : Of(one.Name, trial => trial.Configuration.Recipe?[one.Name]?.Number)),
    ];

    private static TrialColumn Of<T>(string key, Func<TrialView, T> value) => new(key, typeof(T), trial => value(trial));

    private static TrialColumn Of(Metric metric) => (metric.Format.IsWhole, metric.Known) switch
    {
        (true, MetricTime.BeforeTraining) => Of(metric.Key, trial => (long)metric.Value(trial)),
        (true, _) => Of(metric.Key, trial => (long?)metric.Of(trial)),
        _ => Of(metric.Key, metric.Of),
    };
}
