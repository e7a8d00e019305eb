using System.Collections.Immutable;
using Paretune.Dashboard.Layout;
using Paretune.Tuning.Confirmation;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Networks;

namespace Paretune.Dashboard.Trials;

/// <summary>One property of trials: a column, an axis of parallel coordinates, or something to filter by.</summary>
/// <param name="Key">The key in addresses.</param>
/// <param name="Title">The heading.</param>
/// <param name="Text">Formats a value for a table.</param>
internal sealed record TrialProperty(string Key, string Title, Func<TrialView, string> Text)
{
    /// <summary>The sort key.</summary>
    public required Func<TrialView, IComparable> Order { get; init; }

    /// <summary>The value as a number, NaN if not known; null if the property is not numeric.</summary>
    public Func<TrialView, double>? Number { get; init; }

    /// <summary>The metric; null if the property is not a metric.</summary>
    public Metric? Metric { get; init; }

    /// <summary>Whether the highest value comes first when sorted.</summary>
    public bool IsBestHigh { get; init; }

    /// <summary>Whether tables show the property by default.</summary>
    public bool IsShown { get; init; } = true;

    /// <summary>Whether the property is part of a trial's configuration.</summary>
    public bool IsHyperparameter { get; init; }

    /// <summary>Whether users enter the value in per cent.</summary>
    public bool IsShare => Metric?.Format == MetricFormat.Share;

    public string? Class => Number is null ? null : "number";

    public bool Equals(TrialProperty? other) => Key == other?.Key;

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
}

/// <summary>All properties of a search's trials, in the order in which tables show them.</summary>
internal static class TrialProperties
{
    public static TrialProperty Trial { get; } =
        new("trial", "Trial", trial => $"{trial.Number}") { Order = trial => trial.Number, Number = trial => trial.Number };

    public static TrialProperty State { get; } =
        new("state", "State", trial => StateWords.Format(trial.State, trial.Reason)) { Order = trial => (int)trial.State };

    public static TrialProperty OnFront { get; } =
        new("onFront", "Front", trial => trial.OnFront ? "yes" : trial.SoFar ? "accuracy so far" : "")
        {
            Order = trial => trial.OnFront ? 0 : trial.SoFar ? 1 : 2,
        };

    public static ImmutableArray<TrialProperty> Create(SearchSpec spec, IReadOnlyCollection<TrialView> trials, TrialDescription described)
    {
        var any = trials.FirstOrDefault()?.Configuration;
        var inTables = MetricTable.From(spec).InTables(spec.Objectives, trials);
        var recipe = any is null ? [] : HyperparameterColumn.RecipeOf(any);
        return
        [
            Trial, .. spec.Trainer is not null ? [] : (TrialProperty[])[Network(described.HasNetworks)],
            .. described.Columns.Select(column => Hyperparameter(column, trials, isShown: true)),
            .. HyperparameterColumn.OfModel(any).AddRange(HyperparameterColumn.Common).AddRange(recipe)
                .Where(column => !described.Columns.Contains(column)).Select(column => Hyperparameter(column, trials, isShown: false)),
            State,
            new("attempt", "Attempt", trial => $"{trial.Attempt}") { Order = trial => trial.Attempt, Number = trial => trial.Attempt },
            new("epochs", "Epochs", EpochsText.Format) { Order = trial => trial.Epochs, Number = trial => trial.Epochs },
            .. MetricTable.From(spec).Rows
                .Where(metric => inTables.Contains(metric) || trials.Any(trial => metric.ValueOrNull(trial) is not null))
                .Select(metric => Create(metric, inTables.Contains(metric))),
            OnFront,
            .. trials.Any(trial => trial.Estimate?.OnFront is not null) ? Certainty(trials) : [],
            new("tags", "Tags", TagsText.Format) { Order = TagsText.Format, IsShown = trials.Any(trial => !trial.Tags.IsDefaultOrEmpty) },
            new("reusedFrom", "Reused from", trial => trial.ReusedFrom is { } from ? $"{from}" : "")
            {
                Order = trial => trial.ReusedFrom is { } from ? $"{from}" : "",
                IsShown = trials.Any(trial => trial.ReusedFrom is not null),
            },
            new("reason", "Reason", trial => trial.Reason) { Order = trial => trial.Reason, IsShown = false },
        ];
    }

    /// <summary>Properties shown if trials ran more than once.</summary>
    private static IEnumerable<TrialProperty> Certainty(IReadOnlyCollection<TrialView> trials)
    {
        var isShown = trials.Any(TrialColumn.HasRunAgain);
        yield return Create("onFrontShare", "Front probability", CertaintyText.Share, one => one.OnFront);
        yield return Create("mean", "Mean", one => Formatter.Percent(one?.Mean), one => one.Mean);
        yield return Create("meanInterval", "Mean, 95 %", one => one is null ? Formatter.Nothing : CertaintyText.Interval(one),
            one => one.Low);
        yield return Create("runs", "Runs", one => $"{one?.Runs.Length}", one => one.Runs.Length);

        TrialProperty Create(string key, string title, Func<TrialEstimate?, string> text, Func<TrialEstimate, double?> number) =>
            new(key, title, trial => text(trial.Estimate))
            {
                Order = trial => Number(trial, number) ?? double.MinValue,
                Number = trial => Number(trial, number) ?? double.NaN,
                IsBestHigh = true,
                IsShown = isShown,
            };

        static double? Number(TrialView trial, Func<TrialEstimate, double?> of) => trial.Estimate is { } one ? of(one) : null;
    }

    private static TrialProperty Network(bool isShown) => new("network", "Network", trial => trial.Network)
    {
        Order = trial => NetworkCatalog.Names.IndexOf(trial.Network),
        IsShown = isShown,
        IsHyperparameter = true,
    };

    /// <summary>Creates the property of a metric; unknown values are sorted last.</summary>
    private static TrialProperty Create(Metric metric, bool isShown)
    {
        var unknown = metric.IsMaximized ? double.MinValue : double.MaxValue;
        return new(metric.Key, Titled.Format(metric), metric.Cell)
        {
            Order = trial => metric.ValueOrNull(trial) ?? unknown,
            Number = metric.Value,
            Metric = metric,
            IsBestHigh = metric.IsMaximized,
            IsShown = isShown,
        };
    }

    private static TrialProperty Hyperparameter(HyperparameterColumn column, IReadOnlyCollection<TrialView> trials, bool isShown) =>
        new(column.Key, column.Heading, trial => column.Text(trial.Configuration))
        {
            Order = trial => Comparable(column.Value(trial.Configuration)),
            Number = trials.All(trial => column.Value(trial.Configuration).Word is null)
                ? trial => column.Value(trial.Configuration).Number : null,
            IsShown = isShown,
            IsHyperparameter = true,
        };

    // All values of one hyperparameter are of the same kind.
    private static IComparable Comparable(HyperparameterValue value) => value.Word is { } word ? word : value.Number;
}
