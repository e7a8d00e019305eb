using Spectre.Console;

namespace Paretune.Client.Output;

/// <summary>Trials as rows; the network, and hyperparameters that only some searches vary, have a column where they differ.</summary>
internal static class TrialTable
{
    private const string Latency = "ms";
    private static readonly string[] Identity = ["", "#"];
    private static readonly string[] Figures = ["epochs", "accuracy", "test", "loss", "parameters", "MACs", "s/epoch"];

    public static Table Of(IReadOnlyCollection<TrialView> trials, int? optimum)
    {
        HyperparameterColumn[] hyperparameters =
        [
            .. HyperparameterColumn.OfModel(trials.FirstOrDefault()?.Configuration),
            .. HyperparameterColumn.Common.Where(column => trials.Select(trial => column.Of(trial.Configuration)).Distinct().Count() > 1),
        ];
        var (isNamed, isTimed) = (AreOfSeveralNetworks(trials), trials.Any(trial => trial.Latency is not null));
        var table = Columns(isNamed, hyperparameters, isTimed);
        foreach (var trial in trials)
        {
            var cells = Cells(trial, optimum, isNamed, hyperparameters, isTimed);
            table.AddRow([.. cells.Select(cell => new Text(cell, StyleOf(trial, optimum)))]);
        }

        return table;
    }

    /// <summary>The sign of a trial, the same in tables and in the plot.</summary>
    public static string Sign(bool isOptimum, bool isOnFront) => isOptimum ? "★" : isOnFront ? "●" : "";

    /// <summary>Whether it has to be said which network a trial is of.</summary>
    public static bool AreOfSeveralNetworks(IEnumerable<TrialView> trials) => trials.Select(trial => trial.Network).Distinct().Skip(1).Any();

    private static Table Columns(bool isNamed, IEnumerable<HyperparameterColumn> hyperparameters, bool isTimed)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var header in Identity)
            table.AddColumn(new TableColumn(header).RightAligned());
        if (isNamed)
            table.AddColumn("network");
        foreach (var column in hyperparameters)
            table.AddColumn(new TableColumn(column.Title).RightAligned());
        table.AddColumn("state");
        foreach (var header in Figures.Concat(isTimed ? [Latency] : []))
            table.AddColumn(new TableColumn(header).RightAligned());
        return table.AddColumn("reason");
    }

    private static IEnumerable<string> Cells(
        TrialView trial, int? optimum, bool isNamed, IEnumerable<HyperparameterColumn> hyperparameters, bool isTimed) =>
    [
        Sign(trial.Number == optimum, trial.OnFront), $"{trial.Number}", .. isNamed ? [trial.Network] : Array.Empty<string>(),
        .. hyperparameters.Select(column => column.Text(trial.Configuration)), Show.Name(trial.State),
        $"{trial.Epochs}", Show.Percent(trial.Accuracy), Show.Percent(trial.TestAccuracy), Show.Number(trial.ValidationLoss, "0.000"),
        Show.Cost(trial.Parameters), Show.Cost(trial.Macs), Show.Number(trial.SecondsPerEpoch, "0.0"),
        .. isTimed ? new[] { Show.Number(trial.Latency?.Median, "0.000") } : [], trial.Reason,
    ];

    private static Style StyleOf(TrialView trial, int? optimum) =>
        trial.Number == optimum ? new(Color.Green, decoration: Decoration.Bold)
        : trial.OnFront ? new(Color.Aqua)
        : trial.State is TrialState.Failed or TrialState.Diverged or TrialState.OutOfMemory ? new(Color.Red)
        : Style.Plain;
}
