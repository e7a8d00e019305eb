using Paretune.Tuning.Confirmation;
using Spectre.Console;

namespace Paretune.Client.Output;

/// <summary>Formats trials as rows, with a column for each hyperparameter that varies.</summary>
internal static class TrialTable
{
    // Hyperparameters and objectives are dropped last, and among them earlier columns are kept longer than later ones.
    private const int OfGoal = 90, OfInterval = 85, OfState = 83, OfHyperparameters = 82, OfNetwork = 82, OfLoss = 45, OfMetrics = 30,
        OfStateOnFront = 10, OfEpochs = 5, OfTags = 2, OfReason = 1;

    /// <param name="all">All trials of the search, which determine the hyperparameters that vary.</param>
    /// <param name="objectives">The search's objectives, which always have a column.</param>
    /// <param name="measured">Null to show no intervals.</param>
    /// <param name="metrics">The search's metrics; null for those of every search.</param>
    public static IReadOnlyList<TableColumn<TrialView>> Columns(
        IReadOnlyCollection<TrialView> all, IReadOnlyCollection<string> objectives, int? optimum, MeasuredImages? measured = null,
        MetricTable? metrics = null)
    {
        metrics ??= MetricTable.Default;
        var shown = metrics.InTables(objectives, all);
        return
        [
            new(new("", 0, IsRight: true), trial => Sign(trial.Number == optimum, trial)),
            new(new("#", 0, IsRight: true) { Name = "trial" }, trial => $"{trial.Number}") { Key = trial => trial.Number },
            new(new("network", OfNetwork) { IsExtra = !AreOfSeveralNetworks(all) }, trial => trial.Network),
            .. Hyperparameters(all),
            // State is less important on the front, where all trials have completed.
            new(new("state", measured is null ? OfState : OfStateOnFront), trial => StateWords.Format(trial.State, trial.Reason)),
            new(new("epochs", OfEpochs, IsRight: true), EpochsText.Format) { Key = trial => trial.Epochs },
            .. shown.SelectMany((metric, at) => Metrics(metric, at, measured)),
            .. metrics.Rows.Except(shown).Select(metric => Column(metric, 0)).Select(
                column => column with { Header = column.Header with { IsExtra = true } }),
            .. Certainty(all),
            new(new("tags", OfTags) { IsExtra = all.All(trial => trial.Tags.IsDefaultOrEmpty) }, TagsText.Format),
            new(new("reused from", OfTags) { Name = "reusedFrom", IsExtra = all.All(trial => trial.ReusedFrom is null) },
                trial => trial.ReusedFrom is { } from ? $"{from}" : ""),
            new(new("reason", OfReason, IsProse: true), trial => trial.Reason),
        ];
    }

    /// <summary>Returns the columns on how certain places on the front are, with means and runs if trials ran more than once.</summary>
    private static IEnumerable<TableColumn<TrialView>> Certainty(IReadOnlyCollection<TrialView> all)
    {
        var (isKnown, ranAgain) = (
            all.Any(trial => trial.Estimate?.OnFront is not null), all.Any(TrialColumn.HasRunAgain));
        return
        [
            new(new("on front", OfInterval, IsRight: true) { Name = "onFrontShare", IsExtra = !isKnown },
                trial => CertaintyText.Share(trial.Estimate)) { Key = trial => trial.Estimate?.OnFront, IsHighestFirst = true },
            new(new("mean", OfGoal, IsRight: true) { IsExtra = !ranAgain }, trial => Formatter.Percent(trial.Estimate?.Mean))
            {
                Key = trial => trial.Estimate?.Mean, IsHighestFirst = true,
            },
            new(new("mean (95 %)", OfInterval, IsRight: true) { Name = "meanInterval", IsExtra = !ranAgain },
                trial => trial.Estimate is { } one ? CertaintyText.Interval(one) : Formatter.Nothing)
            {
                Key = trial => trial.Estimate?.Low, IsHighestFirst = true,
            },
            new(new("runs", OfEpochs, IsRight: true) { IsExtra = !ranAgain }, trial => $"{trial.Estimate?.Runs.Length}")
            {
                Key = trial => trial.Estimate?.Runs.Length, IsHighestFirst = true,
            },
        ];
    }

    public static FittingTable Create(
        IReadOnlyCollection<TrialView> trials, IReadOnlyCollection<string> objectives, int? optimum, ColumnChoice? choice = null) =>
        Create(Columns(trials, objectives, optimum), trials, optimum, choice);

    public static FittingTable Create(
        IReadOnlyList<TableColumn<TrialView>> columns, IEnumerable<TrialView> trials, int? optimum, ColumnChoice? choice = null) =>
        FittingTable.From(columns, trials, choice, trial => StyleOf(trial, optimum));

    /// <summary>Returns a column for each hyperparameter; those that do not vary are shown only if requested.</summary>
    public static IEnumerable<TableColumn<TrialView>> Hyperparameters(IReadOnlyCollection<TrialView> all)
    {
        var (model, shown) = (HyperparameterColumn.OfModel(all.FirstOrDefault()?.Configuration), TrialDescription.From(all).Columns);
        return model.Concat(HyperparameterColumn.Common).Concat(HyperparameterColumn.Recipe).Select((column, at) =>
            new TableColumn<TrialView>(
                new(column.Title, Math.Max(OfReason, OfHyperparameters - at), IsRight: true)
                {
                    Name = column.Key,
                    IsExtra = !shown.Contains(column),
                },
                trial => column.Text(trial.Configuration))
            {
                // Numbers sort before words.
                Key = trial => column.Value(trial.Configuration) is var value && value.Word is { } word ? (1, 0, word)
                    : (0, value.Number, ""),
            });
    }

    /// <summary>The sign of a trial, the same in tables and in the plot.</summary>
    public static string Sign(bool isOptimum, TrialView trial) => isOptimum ? "★" : trial.OnFront ? "●" : trial.SoFar ? "○" : "";

    /// <summary>Returns whether the trials are of several networks, so that the network must be shown.</summary>
    public static bool AreOfSeveralNetworks(IEnumerable<TrialView> trials) =>
        trials.Select(trial => trial.Network).Distinct().Skip(1).Any();

    private static IEnumerable<TableColumn<TrialView>> Metrics(Metric metric, int at, MeasuredImages? measured)
    {
        yield return Column(metric, at);
        if (measured?.IntervalOf(metric) is { } interval)
            yield return new(
                new("(95 %)", OfInterval, IsRight: true) { Name = $"{metric.Key}Interval" },
                trial => interval(trial) is { } known ? known.Short : Formatter.Nothing)
            {
                Key = trial => interval(trial)?.Low,
                IsHighestFirst = true,
            };
    }

    private static TableColumn<TrialView> Column(Metric metric, int at) =>
        new(
            new(metric.Column, metric.IsCost ? OfMetrics - at : IsLoss(metric) ? OfLoss : OfGoal - at, IsRight: true)
            {
                Name = metric.Key,
            },
            metric.Cell)
        {
            Key = trial => metric.ValueOrNull(trial) is { } value && !double.IsNaN(value) ? value : null,
            IsHighestFirst = metric.IsMaximized,
        };

    private static bool IsLoss(Metric metric) => metric.Key == "validationLoss";

    private static Style StyleOf(TrialView trial, int? optimum) =>
        trial.Number == optimum ? new(Color.Green, decoration: Decoration.Bold)
        : trial.OnFront || trial.SoFar ? new(Color.Aqua)
        : trial.State is TrialState.Failed or TrialState.Diverged or TrialState.OutOfMemory ? new(Color.Red)
        : Style.Plain;
}
