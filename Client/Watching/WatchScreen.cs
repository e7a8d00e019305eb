using Paretune.Client.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Watching;

/// <summary>What a terminal shows of a search that runs: a bar, its trials, its front.</summary>
internal static class WatchScreen
{
    private const int PlotHeight = 10;
    private const int WidestPlot = 90;

    // Bar, notice, the table's head and foot, the plot's frame and legend.
    private const int OtherLines = 12;
    private const int FewestRows = 4;

    public static IRenderable Of(WatchedSearch search, int width, int height)
    {
        if (search.View is not { } view)
            return new Text(search.Notice.Length > 0 ? search.Notice : "waiting for the server…");
        var rows = Math.Max(FewestRows, height - PlotHeight - OtherLines);
        return new Rows(
            new Text($"{view.Name} ({view.Id}): {StateWords.Of(view.State)}", new(decoration: Decoration.Bold)),
            Bar(search, view, width),
            Trials(search, rows),
            FrontPlot.Of(search.Trials, view.Optimum?.Trial, Math.Min(width - 1, WidestPlot), PlotHeight),
            new Text(search.Notice.Length > 0 ? search.Notice : "Ctrl+C leaves; the search goes on", new(Color.Grey)));
    }

    private static Text Bar(WatchedSearch search, SearchView view, int width)
    {
        var left = search.Left is { } time ? $", about {Show.Duration(time)} left" : "";
        var pace = $"{search.ImagesPerSecond:0} {Show.Examples(view.Spec)}/s";
        var text = $" {search.Done * 100:0} %, epochs {view.Counts.EpochsDone}/{view.Counts.EpochsTotal}, {pace}{left}";
        var cells = Math.Clamp(width - text.Length - 1, 10, 40);
        return new($"{Show.Bar(search.Done, cells)}{text}");
    }

    // Those that run come first, then what was reached; what still waits is counted, not listed, where there is no room.
    private static IRenderable Trials(WatchedSearch search, int rows)
    {
        var isNamed = TrialTable.AreOfSeveralNetworks(search.Trials);
        var model = HyperparameterColumn.OfModel(search.Trials.FirstOrDefault()?.Configuration);
        var metrics = Metrics(search.View!.Spec);
        var table = new FittingTable(
        [
            new("", 0), new("#", 0), .. isNamed ? [new("network", 6)] : Array.Empty<TableHeader>(),
            .. model.Select(column => new TableHeader(column.Title, 4)), new("state", 7), new("epochs", 5),
            .. metrics.Select(metric => new TableHeader(metric.Column, metric.IsCost ? 2 : 8)), new("step", 3),
        ]);
        var order = search.Trials.OrderBy(trial => Rank(trial.State)).ThenByDescending(trial => trial.OnFront)
            .ThenByDescending(trial => trial.Accuracy).ToList();
        foreach (var trial in order.Take(rows))
            table.Add([.. Cells(search, trial, isNamed, model, metrics)]);
        var coming = search.View.Counts.Total - search.Trials.Length;
        string[] notes = [
            .. order.Count > rows ? [$"and {order.Count - rows} more"] : Array.Empty<string>(),
            .. coming > 0 ? [$"{coming} not begun yet"] : Array.Empty<string>()];
        return notes.Length == 0 ? table : new Rows(table, new Text($"  {string.Join(", ", notes)}"));
    }

    // What epochs give, and the cost that tells most.
    private static Metric[] Metrics(SearchSpec spec) =>
        [.. MetricTable.Of(spec).InTables(spec.Objectives).Where(metric => metric.Known == MetricTime.EachReport),
            MetricTable.Of(spec).Axes(spec)[0]];

    private static IEnumerable<string> Cells(
        WatchedSearch search, TrialView trial, bool isNamed, IEnumerable<HyperparameterColumn> model, IEnumerable<Metric> metrics)
    {
        var spec = search.View!.Spec;
        return
        [
            TrialTable.Sign(trial.Number == search.View.Optimum?.Trial, trial), $"{trial.Number}",
            .. isNamed ? [trial.Network] : Array.Empty<string>(), .. model.Select(column => column.Text(trial.Configuration)),
            StateWords.Of(trial.State, trial.Reason), $"{trial.Epochs}/{Math.Max(trial.EpochsPlanned, spec.Epochs)}",
            .. metrics.Select(metric => metric.Cell(trial)), Step(trial, search.StepOf(trial.Number)),
        ];
    }

    private static string Step(TrialView trial, StepProgress? step) => trial.State == TrialState.Running && step is not null
        ? $"{Show.Bar(step.Step / (double)Math.Max(1, step.Steps), 8)} {step.Step}/{step.Steps}, "
            + $"{step.ImagesPerSecond:0} {Show.Examples(trial.Configuration)}/s"
        : "";

    private static int Rank(TrialState state) => state switch
    {
        TrialState.Running => 0,
        TrialState.Waiting => 2,
        _ => 1,
    };
}
