using Paretune.Client.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Watching;

/// <summary>
/// The live view of a running search: name, progress and time left in any terminal, then its trials, then the front if there is room.
/// </summary>
internal static class WatchScreen
{
    private const int HighestPlot = 10, LowestPlot = 6, WidestPlot = 90;

    // Lines for the plot's axes and legend.
    private const int PlotFrame = 3;

    // Lines for name, bar and notice, the table's head and foot, hidden columns, counts of unlisted trials, and one free line.
    private const int OtherLines = 10;
    private const int FewestRows = 4, EnoughRows = 8;

    private const int NarrowestBar = 10, WidestBar = 40;

    public static IRenderable Create(WatchedSearch search, int width, int height)
    {
        if (search.View is not { } view)
            return new Text(search.Notice.Length > 0 ? search.Notice : "waiting for the server…");
        var (rows, plot) = Split(height - OtherLines, search.Trials.Length);
        IRenderable[] parts = [
            new Text(Title(view, width), new(decoration: Decoration.Bold)),
            new Text(Bar(search, view, width)),
            Trials(search, rows),
            .. plot > 0 ? [FrontPlot.Create(search.Trials, view.Optimum?.Trial, Math.Min(width - 1, WidestPlot), plot)]
                : Array.Empty<IRenderable>(),
            new Text(search.Notice.Length > 0 ? search.Notice : "Ctrl+C stops watching; the search continues", new(Color.Grey))];
        return new Rows(parts);
    }

    /// <summary>Returns the rows of the table and the height of the plot; 0 if the plot would be too small to read.</summary>
    private static (int Rows, int Plot) Split(int lines, int trials)
    {
        var plot = Math.Min(HighestPlot, lines - PlotFrame - Math.Min(trials, EnoughRows));
        return plot >= LowestPlot ? (lines - PlotFrame - plot, plot) : (Math.Max(FewestRows, lines), 0);
    }

    private static string Title(SearchView view, int width)
    {
        var rest = $" ({view.Id}): {StateWords.Format(view, queue: [])}";
        var room = Math.Max(1, width - rest.Length);
        return (view.Name.Length > room ? $"{view.Name[..(room - 1)]}…" : view.Name) + rest;
    }

    // Parts that do not fit are dropped from the end.
    private static string Bar(WatchedSearch search, SearchView view, int width)
    {
        string[] parts = [
            $" {search.Done * 100:0} %",
            .. search.Left is { } time ? [$"about {Formatter.Duration(time)} left"] : Array.Empty<string>(),
            $"epochs {view.Counts.EpochsDone}/{view.Counts.EpochsTotal}"
                + Formatter.Pace(search.ImagesPerSecond, Formatter.Examples(view.Spec))];
        var count = parts.Length;
        while (count > 1 && Text().Length + NarrowestBar >= width)
            count--;
        return $"{Formatter.Bar(search.Done, Math.Clamp(width - Text().Length - 1, NarrowestBar, WidestBar))}{Text()}";

        string Text() => string.Join(", ", parts.Take(count));
    }

    // Running trials come first, then finished ones; waiting ones are counted instead of listed if there is no room.
    private static IRenderable Trials(WatchedSearch search, int rows)
    {
        var order = search.Trials.OrderBy(trial => Rank(trial.State)).ThenByDescending(trial => trial.OnFront)
            .ThenByDescending(trial => trial.Accuracy).ToList();
        var table = FittingTable.From(Columns(search, search.View!), order.Take(rows), new() { HowToSee = "" });
        var coming = search.View!.Counts.Total - search.Trials.Length;
        string[] notes = [
            .. order.Count > rows ? [$"and {order.Count - rows} more"] : Array.Empty<string>(),
            .. coming > 0 ? [$"{coming} not started yet"] : Array.Empty<string>()];
        return notes.Length == 0 ? table : new Rows(table, new Text($"  {string.Join(", ", notes)}"));
    }

    private static List<TableColumn<TrialView>> Columns(WatchedSearch search, SearchView view) =>
    [
        new(new("", 0), trial => TrialTable.Sign(trial.Number == view.Optimum?.Trial, trial)),
        new(new("#", 0, IsRight: true), trial => $"{trial.Number}"),
        new(new("network", 60) { IsExtra = !TrialTable.AreOfSeveralNetworks(search.Trials) }, trial => trial.Network),
        .. TrialTable.Hyperparameters(search.Trials),
        new(new("state", 85), trial => StateWords.Format(trial.State, trial.Reason)),
        new(new("epochs", 50, IsRight: true), trial => $"{trial.Epochs}/{Math.Max(trial.EpochsPlanned, view.Spec.Epochs)}"),
        .. Metrics(view.Spec).Select((metric, at) => new TableColumn<TrialView>(
            new(metric.Column, metric.IsCost ? 2 : at == 0 ? 90 : 40, IsRight: true), metric.Cell)),
        new(new("step", 3), trial => Step(trial, search.StepOf(trial.Number))),
    ];

    // The metrics of each epoch, and the main cost.
    private static Metric[] Metrics(SearchSpec spec) =>
        [.. MetricTable.From(spec).InTables(spec.Objectives).Where(metric => metric.Known == MetricTime.EachReport),
            MetricTable.From(spec).Axes(spec)[0]];

    private static string Step(TrialView trial, StepProgress? step) => trial.State == TrialState.Running && step is not null
        ? $"{Formatter.Bar(step.Step / (double)Math.Max(1, step.Steps), 8)} {step.Step}/{step.Steps}"
            + Formatter.Pace(step.ImagesPerSecond, Formatter.Examples(trial.Configuration))
        : "";

    private static int Rank(TrialState state) => state switch
    {
        TrialState.Running => 0,
        TrialState.Waiting => 2,
        _ => 1,
    };
}
