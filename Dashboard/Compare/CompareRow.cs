using System.Collections.Immutable;
using Paretune.Dashboard.Layout;
using Paretune.Dashboard.Live;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Metrics;

namespace Paretune.Dashboard.Compare;

/// <summary>One property of everything that is compared.</summary>
public sealed record CompareRow(string Name, ImmutableArray<string> Values)
{
    public bool Differs => Values.Distinct().Count() > 1;

    internal static ImmutableArray<CompareRow> From(IReadOnlyList<ComparedTrial> trials)
    {
        TrialView[] views = [.. trials.Select(one => one.Detail.Trial)];
        return
        [
            Row("Search", one => one.Search.Name),
            Row("Dataset", one => Dataset(one.Search.Spec)),
            Row("Training images", one => CompareWarnings.Images(one.Search.Spec)),
            Row("Network", one => one.Detail.Trial.Network),
            .. Hyperparameters(views).Select(column => Row(column.Heading, one => column.Text(one.Detail.Trial.Configuration))),
            Row("State", one => StateWords.Format(one.Detail.Trial.State, one.Detail.Trial.Reason)),
            Row("Epochs", one => EpochsText.Format(one.Detail.Trial)),
            Row("Best epoch", one => $"{one.Detail.Trial.BestEpoch}"),
            .. MetricTable.Default.InTables([.. trials.SelectMany(one => one.Search.Spec.Objectives)], views)
                .Select(metric => Row(Titled.Format(metric), one => metric.Cell(one.Detail.Trial))),
            Row("On its front", one => one.Detail.Trial.OnFront ? "yes" : "no"),
        ];

        CompareRow Row(string name, Func<ComparedTrial, string> text) => new(name, [.. trials.Select(text)]);
    }

    /// <summary>
    /// Returns the hyperparameters that differ, then those that are equal; only the former if the trials have different hyperparameters.
    /// </summary>
    private static IEnumerable<HyperparameterColumn> Hyperparameters(TrialView[] trials)
    {
        var varied = TrialDescription.From(trials).Columns;
        if (trials.FirstOrDefault()?.Configuration is not { } any)
            return varied;
        var model = HyperparameterColumn.OfModel(any);
        if (trials.Any(trial => !HyperparameterColumn.OfModel(trial.Configuration).SequenceEqual(model)))
            return varied;
        var all = model.Concat(HyperparameterColumn.Common).Concat(HyperparameterColumn.RecipeOf(any));
        return varied.Concat(all.Where(column => !varied.Contains(column)));
    }

    internal static ImmutableArray<CompareRow> From(IReadOnlyList<SearchFeed> feeds)
    {
        return
        [
            Row("State", feed => StateWords.Format(feed.Search.State)),
            Row("Dataset", feed => Dataset(feed.Search.Spec)),
            Row("Training images", feed => CompareWarnings.Images(feed.Search.Spec)),
            Row("Network", feed => Formatter.Networks(feed.Search.Spec)),
            Row("Strategy", feed => feed.Search.Spec.Strategy.Kind),
            Row("Epochs of a trial", feed => $"{feed.Search.Spec.Epochs}"),
            Row("Seed", feed => $"{feed.Search.Spec.Seed}"),
            Row("Trials", feed => $"{feed.Search.Counts.Completed} of {feed.Search.Counts.Total} completed"),
            Row("Epochs trained", feed => $"{feed.Search.Counts.EpochsDone}"),
            Row("On the front", feed => $"{feed.Trials.Count(trial => trial.OnFront)}"),
            Row("Score", feed => ScoreText.Format(feed.Search)),
            Row("Highest accuracy", feed => Formatter.Percent(feed.Trials.Max(trial => trial.Accuracy))),
            Row("Optimum", feed => feed.Search.Optimum is { Trial: > 0 } best
                ? $"trial {best.Trial}, {feed.Description.Text(feed.Trial(best.Trial)!)}" : Formatter.Nothing),
        ];

        CompareRow Row(string name, Func<SearchFeed, string> text) => new(name, [.. feeds.Select(text)]);
    }

    private static string Dataset(SearchSpec spec) => spec.Dataset == spec.Trainer ? "brought by the trainer" : spec.Dataset;
}
