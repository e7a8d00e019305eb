using System.Collections.Immutable;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Formatting;

/// <summary>One column of a machine-readable table of trials.</summary>
/// <param name="Type">The type of the values; nullable if values may be missing.</param>
public sealed record TrialColumn(string Key, Type Type, Func<TrialView, object?> Value)
{
    // Scripts may rely on column positions, so each column keeps its place among the metrics. New columns go to the end.
    private static readonly (string Metric, TrialColumn[] Columns)[] After =
    [
        ("bytes", [From("onFront", trial => trial.OnFront)]),
        ("secondsPerEpoch", [From("reason", trial => trial.Reason), From("network", trial => trial.Network)]),
        ("top5Error", [From("soFar", trial => trial.SoFar)]),
    ];

    /// <summary>
    /// The epochs after which a trial had completed each time before it was extended, as in "12 22"; empty for other trials. The column is
    /// the last one, and only present if a trial was extended.
    /// </summary>
    public static TrialColumn Extensions { get; } =
        new("extensions", typeof(string), trial => trial.Extensions.IsDefault ? "" : string.Join(' ', trial.Extensions));

    /// <summary>
    /// The estimated mean accuracies and how certain places on the front are. These columns come after all others, and only if trials ran
    /// again.
    /// </summary>
    public static ImmutableArray<TrialColumn> Estimates { get; } =
    [
        From("mean", trial => trial.Estimate?.Mean), From("meanLow", trial => trial.Estimate?.Low),
        From("meanHigh", trial => trial.Estimate?.High), From("onFrontShare", trial => trial.Estimate?.OnFront),
        From("runs", trial => trial.Estimate?.Runs.Length),
    ];

    /// <summary>Returns whether <see cref="Estimates"/> tell more of a trial than its own accuracy: trials ran again.</summary>
    public static bool HasRunAgain(TrialView trial) => trial.Estimate is { Decides: true } or { Runs.Length: > 1 };

    /// <summary>
    /// The trial a result was reused from, as in "4f2ab1c0/3". The column comes after all others, and only if a result was reused.
    /// </summary>
    public static TrialColumn ReusedFrom { get; } = new("reusedFrom", typeof(string), trial => trial.ReusedFrom?.ToString() ?? "");

    /// <summary>
    /// The tags of a trial, as in "baseline, candidate". The column comes after all others, and only if a trial has tags.
    /// </summary>
    public static TrialColumn Tags { get; } = new("tags", typeof(string), TagsText.Format);

    /// <summary>Returns the columns of every search: the trial itself, then its metrics.</summary>
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
    /// Returns the recipe columns, which follow all others; for a custom trainer, only the values it is given. Empty for searches from
    /// before recipes.
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
