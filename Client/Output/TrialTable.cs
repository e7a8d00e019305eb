using Spectre.Console;

namespace Paretune.Client.Output;

/// <summary>Trials as rows; the network, and hyperparameters that only some searches vary, have a column where they differ.</summary>
internal static class TrialTable
{
    private static readonly string[] Identity = ["", "#"];

    /// <param name="objectives">Those of the search, which have a column in any case.</param>
    public static Table Of(IReadOnlyCollection<TrialView> trials, IReadOnlyCollection<string> objectives, int? optimum)
    {
        HyperparameterColumn[] hyperparameters =
        [
            .. HyperparameterColumn.OfModel(trials.FirstOrDefault()?.Configuration),
            .. HyperparameterColumn.Varied([.. trials.Select(trial => trial.Configuration)]),
        ];
        var (isNamed, metrics) = (AreOfSeveralNetworks(trials), MetricTable.Default.InTables(objectives));
        var table = Columns(isNamed, hyperparameters, metrics);
        foreach (var trial in trials)
        {
            var cells = Cells(trial, optimum, isNamed, hyperparameters, metrics);
            table.AddRow([.. cells.Select(cell => new Text(cell, StyleOf(trial, optimum)))]);
        }

        return table;
    }

    /// <summary>The sign of a trial, the same in tables and in the plot.</summary>
    public static string Sign(bool isOptimum, TrialView trial) => isOptimum ? "★" : trial.OnFront ? "●" : trial.SoFar ? "○" : "";

    /// <summary>Whether it has to be said which network a trial is of.</summary>
    public static bool AreOfSeveralNetworks(IEnumerable<TrialView> trials) =>
        trials.Select(trial => trial.Network).Distinct().Skip(1).Any();

    private static Table Columns(bool isNamed, IEnumerable<HyperparameterColumn> hyperparameters, IEnumerable<Metric> metrics)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var header in Identity)
            table.AddColumn(new TableColumn(header).RightAligned());
        if (isNamed)
            table.AddColumn("network");
        foreach (var column in hyperparameters)
            table.AddColumn(new TableColumn(column.Title).RightAligned());
        table.AddColumn("state");
        foreach (var header in metrics.Select(metric => metric.Column).Prepend("epochs"))
            table.AddColumn(new TableColumn(header).RightAligned());
        return table.AddColumn("reason");
    }

    private static IEnumerable<string> Cells(
        TrialView trial, int? optimum, bool isNamed, IEnumerable<HyperparameterColumn> hyperparameters, IEnumerable<Metric> metrics) =>
    [
        Sign(trial.Number == optimum, trial), $"{trial.Number}", .. isNamed ? [trial.Network] : Array.Empty<string>(),
        .. hyperparameters.Select(column => column.Text(trial.Configuration)), StateWords.Of(trial.State),
        $"{trial.Epochs}", .. metrics.Select(metric => metric.Cell(trial)), trial.Reason,
    ];

    private static Style StyleOf(TrialView trial, int? optimum) =>
        trial.Number == optimum ? new(Color.Green, decoration: Decoration.Bold)
        : trial.OnFront || trial.SoFar ? new(Color.Aqua)
        : trial.State is TrialState.Failed or TrialState.Diverged or TrialState.OutOfMemory ? new(Color.Red)
        : Style.Plain;
}
