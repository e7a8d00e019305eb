using Spectre.Console;

namespace Paretune.Client.Output;

/// <summary>Trials as rows; the network, and hyperparameters that only some searches vary, have a column where they differ.</summary>
internal static class TrialTable
{
    // What is searched and what it is searched for stay longest; the first of either before the last.
    private const int OfState = 50, OfNetwork = 60, OfHyperparameters = 40, OfMetrics = 30, OfGoal = 90, OfReason = 1, OfEpochs = 5;

    /// <param name="objectives">Those of the search, which have a column in any case.</param>
    public static FittingTable Of(
        IReadOnlyCollection<TrialView> trials, IReadOnlyCollection<string> objectives, int? optimum, ColumnChoice? choice = null)
    {
        HyperparameterColumn[] hyperparameters =
        [
            .. HyperparameterColumn.OfModel(trials.FirstOrDefault()?.Configuration),
            .. HyperparameterColumn.Varied([.. trials.Select(trial => trial.Configuration)]),
        ];
        var (isNamed, metrics) = (AreOfSeveralNetworks(trials), MetricTable.Default.InTables(objectives, trials));
        var table = new FittingTable(Headers(isNamed, hyperparameters, metrics), choice);
        foreach (var trial in trials)
            table.Add([.. Cells(trial, optimum, isNamed, hyperparameters, metrics)], StyleOf(trial, optimum));
        return table;
    }

    /// <summary>The titles of every column that a table of trials may have.</summary>
    public static IEnumerable<string> Titles(IReadOnlyCollection<TrialView> trials, IReadOnlyCollection<string> objectives) =>
        Headers(
            isNamed: true, [.. HyperparameterColumn.OfModel(trials.FirstOrDefault()?.Configuration), .. HyperparameterColumn.Common],
            MetricTable.Default.InTables(objectives, trials)).Select(header => header.Title).Where(title => title.Length > 0);

    /// <summary>The sign of a trial, the same in tables and in the plot.</summary>
    public static string Sign(bool isOptimum, TrialView trial) => isOptimum ? "★" : trial.OnFront ? "●" : trial.SoFar ? "○" : "";

    /// <summary>Whether it has to be said which network a trial is of.</summary>
    public static bool AreOfSeveralNetworks(IEnumerable<TrialView> trials) =>
        trials.Select(trial => trial.Network).Distinct().Skip(1).Any();

    private static TableHeader[] Headers(
        bool isNamed, IReadOnlyList<HyperparameterColumn> hyperparameters, IReadOnlyList<Metric> metrics) =>
    [
        new("", 0, IsRight: true), new("#", 0, IsRight: true), .. isNamed ? [new("network", OfNetwork)] : Array.Empty<TableHeader>(),
        .. hyperparameters.Select((column, at) => new TableHeader(column.Title, OfHyperparameters - at, IsRight: true)),
        new("state", OfState), new("epochs", OfEpochs, IsRight: true),
        .. metrics.Select((metric, at) => new TableHeader(metric.Column, metric.IsCost ? OfMetrics - at : OfGoal - at, IsRight: true)),
        new("reason", OfReason, IsProse: true),
    ];

    private static IEnumerable<string> Cells(
        TrialView trial, int? optimum, bool isNamed, IEnumerable<HyperparameterColumn> hyperparameters, IEnumerable<Metric> metrics) =>
    [
        Sign(trial.Number == optimum, trial), $"{trial.Number}", .. isNamed ? [trial.Network] : Array.Empty<string>(),
        .. hyperparameters.Select(column => column.Text(trial.Configuration)), StateWords.Of(trial.State, trial.Reason),
        EpochsText.Of(trial), .. metrics.Select(metric => metric.Cell(trial)), trial.Reason,
    ];

    private static Style StyleOf(TrialView trial, int? optimum) =>
        trial.Number == optimum ? new(Color.Green, decoration: Decoration.Bold)
        : trial.OnFront || trial.SoFar ? new(Color.Aqua)
        : trial.State is TrialState.Failed or TrialState.Diverged or TrialState.OutOfMemory ? new(Color.Red)
        : Style.Plain;
}
