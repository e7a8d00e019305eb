using System.Collections.Immutable;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Formatting;

/// <summary>One column of a table of trials for other programs.</summary>
/// <param name="Type">Of the values; a nullable one where they may be missing.</param>
public sealed record TrialColumn(string Key, Type Type, Func<TrialView, object?> Value)
{
    // Scripts may count columns, so each fact keeps its place among the metrics; what comes new goes to the end.
    private static readonly (string Metric, TrialColumn[] Columns)[] After =
    [
        ("bytes", [From("onFront", trial => trial.OnFront)]),
        ("secondsPerEpoch", [From("reason", trial => trial.Reason), From("network", trial => trial.Network)]),
        ("top5Error", [From("soFar", trial => trial.SoFar)]),
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
        From("mean", trial => trial.Estimate?.Mean), From("meanLow", trial => trial.Estimate?.Low),
        From("meanHigh", trial => trial.Estimate?.High), From("onFrontShare", trial => trial.Estimate?.OnFront),
        From("runs", trial => trial.Estimate?.Runs.Length),
    ];

    /// <summary>As in "4f2ab1c0/3"; behind all others, where a trial took its result from another.</summary>
    public static TrialColumn ReusedFrom { get; } = new("reusedFrom", typeof(string), trial => trial.ReusedFrom?.ToString() ?? "");

    /// <summary>As in "baseline, candidate"; behind all others, where a trial has one.</summary>
    public static TrialColumn Tags { get; } = new("tags", typeof(string), TagsText.Format);

    /// <summary>Those of every search: what a trial is, then its metrics.</summary>
    public static ImmutableArray<TrialColumn> From(MetricTable metrics) =>
    [
        From("number", trial => trial.Number), From("dilation", trial => trial.Configuration.Dilation),
        From("width", trial => trial.Configuration.Width),
        From("resolution", trial => trial.Configuration.Resolution), From("learningRate", trial => trial.Configuration.LearningRate),
        From("weightDecay", trial => trial.Configuration.WeightDecay), From("batchSize", trial => trial.Configuration.BatchSize),
        From("state", trial => Formatter.Name(trial.State)), From("attempt", trial => trial.Attempt), From("epochs", trial => trial.Epochs),
        From("bestEpoch", trial => trial.BestEpoch),
        .. metrics.Rows.SelectMany(
            metric => After.Where(one => one.Metric == metric.Key).SelectMany(one => one.Columns).Prepend(From(metric))),
    ];

    /// <summary>
    /// Those of the recipe, after all others; a custom trainer has what it is given of one. Empty in searches from before recipes.
    /// </summary>
    public static ImmutableArray<TrialColumn> OfRecipe(bool hasTrainer) =>
    [
        .. RecipeHyperparameters.All.Where(one => !hasTrainer || HyperparameterNames.RecipeOfTrainers.Contains(one.Name)).Select(
            one => one.Kind == HyperparameterKind.Choice
                ? From(one.Name, trial => trial.Configuration.Recipe?[one.Name]?.Word)
                : From(one.Name, trial => trial.Configuration.Recipe?[one.Name]?.Number)),
    ];

    private static TrialColumn From<T>(string key, Func<TrialView, T> value) => new(key, typeof(T), trial => value(trial));

    private static TrialColumn From(Metric metric) => (metric.Format.IsWhole, metric.Known) switch
    {
        (true, MetricTime.BeforeTraining) => From(metric.Key, trial => (long)metric.Value(trial)),
        (true, _) => From(metric.Key, trial => (long?)metric.ValueOrNull(trial)),
        _ => From(metric.Key, metric.ValueOrNull),
    };
}
