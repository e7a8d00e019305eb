using Spectre.Console;

namespace Paretune.Client.Output;

/// <summary>Trials as rows; hyperparameters that only some searches vary have a column where they do.</summary>
internal static class TrialTable
{
    private static readonly (string Header, Func<Configuration, double> Value)[] Searched =
    [
        ("rate", one => one.LearningRate), ("decay", one => one.WeightDecay), ("batch", one => one.BatchSize),
    ];

    private const string Latency = "ms";
    private static readonly string[] Identity = ["", "#", "δ", "α", "ρ"];
    private static readonly string[] Figures = ["epochs", "accuracy", "test", "loss", "parameters", "MACs", "s/epoch"];

    public static Table Of(IReadOnlyCollection<TrialView> trials, int? optimum)
    {
        var varied = Searched.Where(column => trials.Select(trial => column.Value(trial.Configuration)).Distinct().Count() > 1).ToArray();
        var isTimed = trials.Any(trial => trial.Latency is not null);
        var table = Columns(varied.Select(column => column.Header), isTimed);
        foreach (var trial in trials)
            table.AddRow([.. Cells(trial, optimum, varied.Select(column => column.Value), isTimed).Select(cell => new Text(cell, StyleOf(trial, optimum)))]);
        return table;
    }

    /// <summary>The sign of a trial, the same in tables and in the plot.</summary>
    public static string Sign(bool isOptimum, bool isOnFront) => isOptimum ? "★" : isOnFront ? "●" : "";

    private static Table Columns(IEnumerable<string> varied, bool isTimed)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var header in Identity.Concat(varied))
            table.AddColumn(new TableColumn(header).RightAligned());
        table.AddColumn("state");
        foreach (var header in Figures.Concat(isTimed ? [Latency] : []))
            table.AddColumn(new TableColumn(header).RightAligned());
        return table.AddColumn("reason");
    }

    private static IEnumerable<string> Cells(TrialView trial, int? optimum, IEnumerable<Func<Configuration, double>> varied, bool isTimed)
    {
        var configuration = trial.Configuration;
        return
        [
            Sign(trial.Number == optimum, trial.OnFront), $"{trial.Number}", $"{configuration.Dilation}", Show.Number(configuration.Width),
            Show.Number(configuration.Resolution), .. varied.Select(value => Show.Number(value(configuration), "0.######")), Show.Name(trial.State),
            $"{trial.Epochs}", Show.Percent(trial.Accuracy), Show.Percent(trial.TestAccuracy), Show.Number(trial.ValidationLoss, "0.000"),
            Show.Amount(trial.Parameters), Show.Amount(trial.Macs), Show.Number(trial.SecondsPerEpoch, "0.0"),
            .. isTimed ? new[] { Show.Number(trial.Latency?.Median, "0.000") } : [], trial.Reason,
        ];
    }

    private static Style StyleOf(TrialView trial, int? optimum) =>
        trial.Number == optimum ? new(Color.Green, decoration: Decoration.Bold)
        : trial.OnFront ? new(Color.Aqua)
        : trial.State is TrialState.Failed or TrialState.Diverged or TrialState.OutOfMemory ? new(Color.Red)
        : Style.Plain;
}
