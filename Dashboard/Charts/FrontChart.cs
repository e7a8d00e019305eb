using System.Collections.Immutable;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Words;

namespace Paretune.Dashboard.Charts;

/// <summary>
/// The picture that everything hangs on: accuracy against a metric, the front joined, dominated trials faint, the optimum marked. With more
/// than two objectives a member of the front may be dominated in the plane that is shown: it is hollow, and the line passes it by.
/// </summary>
internal static class FrontChart
{
    // Marks closer than this lie on each other; of them the most accurate is drawn, and all are in the table.
    private const int Columns = 120, Rows = 50;

    // Of the axis above and below accuracies that are all the same.
    private const double Margin = 0.05;

    /// <param name="limit">The most of the axis' metric (the least of one that is to grow) that the viewer allows; null for no
    /// limit.</param>
    /// <param name="recommended">What is recommended within it.</param>
    public static Chart Of(SearchView search, IReadOnlyList<TrialView> trials, MetricAxis axis, double? limit, Optimum? recommended)
    {
        TrialView[] measured = [
            .. trials.Where(trial => trial.Accuracy is { } accuracy && double.IsFinite(accuracy) && double.IsFinite(axis.Of(trial)))];
        var described = TrialDescription.Of(trials);
        TrialView[] front = [.. measured.Where(trial => trial.OnFront).OrderBy(axis.Of).ThenBy(trial => trial.Accuracy)];
        HashSet<int> joined =
        [
            .. PlaneFront.Of(front, trial => axis.IsMost ? axis.Of(trial) : -axis.Of(trial), trial => trial.Accuracy!.Value)
                .Select(trial => trial.Number),
        ];
        TrialView[] others = [.. measured.Where(trial => !trial.OnFront && !trial.SoFar)];
        TrialView[] soFar = [.. measured.Where(trial => trial.SoFar)];
        TrialView[] dominated = [.. others.Where(trial => trial.State == TrialState.Completed)],
            unfinished = [.. others.Where(trial => trial.State is not (TrialState.Completed or TrialState.Running))],
            running = [.. others.Where(trial => trial.State == TrialState.Running)];
        TrialView[] ended = Thinned(dominated, axis), stopped = Thinned(unfinished, axis);
        TrialView[] best = [.. measured.Where(trial => trial.Number == recommended?.Trial)];
        return new(
            $"Accuracy against {axis.Title}",
            Summary(search, measured.Length, front, axis, recommended)
                + Drawn(ended.Length + stopped.Length, dominated.Length + unfinished.Length),
            [
                Points(described, "dominated", ended, axis, "--faint", "circle", 6, "markers"),
                .. Some(described, "not trained to the end", stopped, axis, "--faint", "x-thin-open", 7),
                Points(described, "running", running, axis, "--running", "diamond-open", 8, "markers"),
                .. Some(described, "parked, accuracy so far", soFar, axis, "--front", "square-open", 9),
                .. Some(
                    described, "on the front by another objective", [.. front.Where(trial => !joined.Contains(trial.Number))], axis,
                    "--front",
                    "circle-open", 9),
                Points(
                    described, "front", [.. front.Where(trial => joined.Contains(trial.Number))], axis, "--front", "circle", 9,
                    "lines+markers"),
                Points(described, "optimum", best, axis, "--best", "star", 17, "markers"),
            ],
            new
            {
                xaxis = axis.Layout(measured.Select(axis.Of)),
                yaxis = Upwards(measured),
                shapes = limit is { } most
                    ? new object[] { new { type = "line", x0 = most, x1 = most, yref = "paper", y0 = 0, y1 = 1,
                        line = new { color = "--best", width = 2 } } }
                    : [],
            },
            new(
                [
                    "trial", .. described.HasNetworks ? (string[])["network"] : [], .. described.Columns.Select(column => column.Title),
                    "accuracy", axis.Title, "state", "front",
                ],
                () => [.. measured.OrderBy(axis.Of).Select(trial => Row(trial, described, axis))]));
    }

    /// <summary>Of one accuracy alone plotly would make an axis from below nothing to above all.</summary>
    private static object Upwards(TrialView[] measured)
    {
        var (title, tickformat) = (new { text = "validation accuracy" }, ".1%");
        return measured is [{ Accuracy: { } only }, ..] && measured.All(trial => trial.Accuracy == only)
            ? new { title, tickformat, range = new[] { only - Margin, only + Margin } } : new { title, tickformat };
    }

    private static object[] Some(
        TrialDescription described, string name, TrialView[] trials, MetricAxis axis, string colour, string symbol, int size) =>
        trials.Length == 0 ? [] : [Points(described, name, trials, axis, colour, symbol, size, "markers")];

    private static string Drawn(int drawn, int all) =>
        drawn == all ? "" : $" Of {all} trials off the front {drawn} are drawn, where others would lie on them; the table has all.";

    private static object Points(
        TrialDescription described, string name, TrialView[] trials, MetricAxis axis, string colour, string symbol, int size,
        string mode) =>
        new
        {
            type = "scatter",
            name,
            mode,
            x = trials.Select(axis.Of),
            y = trials.Select(trial => trial.Accuracy),
            customdata = trials.Select(trial => $"{trial.Number}"),
            text = trials.Select(described.Text),
            hovertemplate = "trial %{customdata}: %{text}<br>%{y:.2%} at %{x:" + axis.Metric.Format.Ticks + "} " + axis.Title + "<extra>"
                + name
            + "</extra>",
            marker = new { color = colour, symbol, size },
            line = new { color = colour, width = 2, shape = axis.IsMost ? "hv" : "vh" },
        };

    private static TrialView[] Thinned(TrialView[] trials, MetricAxis axis)
    {
        if (trials.Length <= Columns)
            return trials;
        var (left, right) = (trials.Min(axis.Of), trials.Max(axis.Of));
        var (low, high) = (trials.Min(trial => trial.Accuracy!.Value), trials.Max(trial => trial.Accuracy!.Value));
        return [.. trials
            .GroupBy(
                trial => (
                    right > left ? (int)(axis.Share(axis.Of(trial), left, right) * Columns) : 0,
                    Cell(trial.Accuracy!.Value, low, high, Rows)))
            .Select(cell => cell.MaxBy(trial => trial.Accuracy)!)];
    }

    private static int Cell(double value, double from, double to, int cells) => to > from ? (int)((value - from) / (to - from) * cells) : 0;

    private static string Summary(SearchView search, int measured, TrialView[] front, MetricAxis axis, Optimum? recommended) =>
        measured == 0
        ? "No trial has an accuracy yet; the first comes when an epoch has ended."
        : $"{measured} of {search.Counts.Total} trials have an accuracy, {front.Length} are on the front"
            + (front.Length == 0
                ? ""
                : $", from {Show.Percent(front[0].Accuracy)} at {axis.Text(axis.Of(front[0]))} to {Show.Percent(front[^1].Accuracy)} "
                    + $"at {axis.Text(axis.Of(front[^1]))} {axis.Title}")
            + (recommended is { Trial: > 0 } ? $". Recommended: {recommended.Reason}." : ".");

    private static ImmutableArray<string> Row(TrialView trial, TrialDescription described, MetricAxis axis) =>
    [
        $"{trial.Number}", .. described.HasNetworks ? (string[])[trial.Network] : [],
        .. described.Columns.Select(column => column.Text(trial.Configuration)),
        Show.Percent(trial.Accuracy), axis.Text(axis.Of(trial)), StateWords.Of(trial.State, trial.Reason),
        trial.OnFront ? "yes" : trial.SoFar ? "accuracy so far" : "",
    ];
}
