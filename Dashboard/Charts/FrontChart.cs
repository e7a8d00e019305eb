using System.Collections.Immutable;
using Paretune.Tuning.Confirmation;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Fronts;

namespace Paretune.Dashboard.Charts;

/// <summary>
/// Charts accuracy against a metric, with the front joined, dominated trials faint and the optimum marked. With more than two objectives, a
/// trial on the front may be dominated in this plane: it is drawn hollow and not joined.
/// </summary>
internal static class FrontChart
{
    // Of marks that would overlap, only the most accurate is drawn; the table has all of them.
    private const int Columns = 120, Rows = 50;

    // Share of the axis left free above and below if all accuracies are equal.
    private const double Margin = 0.05;

    public static Chart Create(SearchView search, IReadOnlyList<TrialView> trials, FrontChoice choice)
    {
        var axis = choice.Axis;
        TrialView[] measured = [
            .. trials.Where(trial => double.IsFinite(choice.Accuracy(trial)) && double.IsFinite(axis.Value(trial)))];
        var described = TrialDescription.From(trials);
        TrialView[] front = [.. measured.Where(trial => trial.OnFront).OrderBy(axis.Value).ThenBy(choice.Accuracy)];
        HashSet<int> joined =
        [
            .. ProjectedFront.Select(front, trial => axis.IsMost ? axis.Value(trial) : -axis.Value(trial), choice.Accuracy)
                .Select(trial => trial.Number),
        ];
        TrialView[] others = [.. measured.Where(trial => !trial.OnFront && !trial.SoFar)];
        TrialView[] dominated = [.. others.Where(trial => trial.State == TrialState.Completed)],
            unfinished = [.. others.Where(trial => trial.State is not (TrialState.Completed or TrialState.Running))],
            running = [.. others.Where(trial => trial.State == TrialState.Running)];
        TrialView[] ended = Thinned(dominated, choice), stopped = Thinned(unfinished, choice);
        var marks = new FrontMarks(choice, described, measured);
        // The order of the groups is stable, so that an update sends the browser only the groups that changed.
        FrontGroup[] groups =
        [
            new("dominated", ended, "--faint", "circle", 6),
            .. Some(new("not trained to the end", stopped, "--faint", "x-thin-open", 7)),
            new("running", running, "--running", "diamond-open", 8),
            .. Some(new("parked, accuracy so far", [.. measured.Where(trial => trial.SoFar)], "--front", "square-open", 9)),
            .. Some(new(
                "on the front by another objective", [.. front.Where(trial => !joined.Contains(trial.Number))], "--front",
                "circle-open", 9)),
            new("front", [.. front.Where(trial => joined.Contains(trial.Number))], "--front", "circle", 9, IsJoined: true),
        ];
        var star = new FrontGroup("optimum", [.. measured.Where(trial => trial.Number == choice.Recommended?.Trial)], "--best", "star", 17);
        return new(
            $"{(choice.IsTest ? "Test accuracy" : "Accuracy")} against {axis.Title}",
            Summary(search, measured.Length, front, trials, choice)
                + Drawn(ended.Length + stopped.Length, dominated.Length + unfinished.Length),
            [
                .. groups.Select(marks.Create),
                marks.Star(star),
                .. marks.Legend,
            ],
            new
            {
                dragmode = "select",
                xaxis = axis.Layout(measured.Select(axis.Value)),
                yaxis = Upwards(measured, choice),
                coloraxis = marks.Axis,
                shapes = measured.Length == 0 ? [] : Limits(measured, choice),
            },
            new(
                [
                    "trial", .. described.HasNetworks ? (string[])["network"] : [], .. described.Columns.Select(column => column.Title),
                    "accuracy", axis.Title, "state", .. measured.Any(IsKnown) ? (string[])["front probability"] : [], "front",
                ],
                () => [.. measured.OrderBy(axis.Value).Select(trial => Row(trial, described, choice, measured.Any(IsKnown)))]),
            FrontPreview.Create([.. groups, star], choice));

        bool IsKnown(TrialView trial) => choice.Certainty(trial)?.OnFront is not null;
    }

    /// <summary>
    /// Returns the lines of the limits, on the axis' metric and on accuracy, which viewers can drag. A limit that is not set has its line
    /// at the edge.
    /// </summary>
    private static object[] Limits(TrialView[] measured, FrontChoice choice)
    {
        var (axis, accuracies) = (choice.Axis, measured.Select(choice.Accuracy).ToArray());
        var (smallest, largest) = (measured.Min(axis.Value), measured.Max(axis.Value));
        // Just beyond all trials; if all have the same value, well beside them.
        var edge = smallest == largest ? smallest * (axis.IsMost ? 1.5 : 0.75)
            : axis.At(axis.IsMost ? 1 + Margin : -Margin, smallest, largest);
        var lowest = Math.Max(0, accuracies.Min() - Margin * (accuracies.Max() - accuracies.Min()));
        var (most, least) = (choice.Limit ?? edge, choice.LeastAccuracy ?? lowest);
        return
        [
            new { type = "line", x0 = most, x1 = most, yref = "paper", y0 = 0, y1 = 1, line = Line(choice.Limit is not null) },
            new { type = "line", y0 = least, y1 = least, xref = "paper", x0 = 0, x1 = 1, line = Line(choice.LeastAccuracy is not null) },
        ];
    }

    /// <summary>Returns the group; empty if it has no trials.</summary>
    private static FrontGroup[] Some(FrontGroup group) => group.Trials.Count == 0 ? [] : [group];

    private static object Line(bool isSet) => new { color = isSet ? "--best" : "--faint", width = isSet ? 2 : 1 };

    /// <summary>Returns the vertical axis. For a single accuracy, plotly's own range would reach below 0 and above 1.</summary>
    private static object Upwards(TrialView[] measured, FrontChoice choice)
    {
        var (title, tickformat) = (new { text = choice.Title }, ".1%");
        return measured.Select(choice.Accuracy).Distinct().ToArray() is [var only]
            ? new { title, tickformat, range = new[] { only - Margin, only + Margin } } : new { title, tickformat };
    }

    private static string Drawn(int drawn, int all) => drawn == all ? ""
        : $" {drawn} of the {all} trials off the front are shown; the others would be hidden behind them. The table lists all.";

    /// <summary>Leaves out marks that others cover; selected trials always stay.</summary>
    private static TrialView[] Thinned(TrialView[] trials, FrontChoice choice)
    {
        if (trials.Length <= Columns)
            return trials;
        var axis = choice.Axis;
        var (left, right) = (trials.Min(axis.Value), trials.Max(axis.Value));
        var (low, high) = (trials.Min(choice.Accuracy), trials.Max(choice.Accuracy));
        var chosen = trials.ToLookup(trial => choice.Selection.Has(trial.Number));
        return [
            .. chosen[false].GroupBy(
                trial => (
                    right > left ? (int)(axis.Share(axis.Value(trial), left, right) * Columns) : 0,
                    Cell(choice.Accuracy(trial), low, high, Rows)))
                .Select(cell => cell.MaxBy(choice.Accuracy)!),
            .. chosen[true]];
    }

    private static int Cell(double value, double from, double to, int cells) => to > from ? (int)((value - from) / (to - from) * cells) : 0;

    private static string Summary(
        SearchView search, int measured, TrialView[] front, IReadOnlyList<TrialView> trials, FrontChoice choice) =>
        measured == 0
        ? choice.IsTest
            ? "No trial has been tested yet. The front is tested once all trials are done."
            : "No trial has an accuracy yet; the first appears after an epoch."
        : $"{measured} of {CountText.Format(search.Counts.Total, "trial")} {(measured == 1 ? "has" : "have")} "
            + $"{(choice.IsTest ? "been tested" : "an accuracy")}, "
            + (front.Length == 1 ? "1 is on the front" : $"{front.Length} are on the front")
            + (front is [var first, .., var last] && At(first, choice) != At(last, choice)
                ? $", from {At(first, choice)} to {At(last, choice)} {choice.Axis.Title}"
                : front.Length > 0 ? $", with {At(front[0], choice)} {choice.Axis.Title}" : "")
            + (choice.Recommended is { Trial: > 0 } recommended ? $". Recommended: {recommended.Reason}." : ".")
            + (front.Any(trial => choice.Certainty(trial) is { Decides: true })
                ? " Accuracies are means over seeds, shrunk towards what their costs predict; bars are 95 % intervals. "
                    + "Fainter members are less likely to be on the front."
                    + (search.IsConfirming || CertaintyText.Unsettled(trials) is not { } unsettled ? "" : $" {unsettled}.")
                : (choice.HasIntervals && choice.Images > 0 ? $" Bars are 95 % intervals on {choice.Images} images." : "")
                    + (front.Any(trial => choice.Certainty(trial)?.OnFront is not null)
                        ? " Fainter members are less likely to be on the front (from the validation images only)." : ""));

    private static string At(TrialView trial, FrontChoice choice) =>
        $"{Formatter.Percent(choice.Accuracy(trial))} at {choice.Axis.Text(choice.Axis.Value(trial))}";

    private static ImmutableArray<string> Row(TrialView trial, TrialDescription described, FrontChoice choice, bool hasShares) =>
    [
        $"{trial.Number}", .. described.HasNetworks ? (string[])[trial.Network] : [],
        .. described.Columns.Select(column => column.Text(trial.Configuration)),
        Formatter.Percent(choice.Accuracy(trial)), choice.Axis.Text(choice.Axis.Value(trial)), StateWords.Format(trial.State, trial.Reason),
        .. hasShares ? (string[])[CertaintyText.Share(choice.Certainty(trial))] : [],
        trial.OnFront ? "yes" : trial.SoFar ? "accuracy so far" : "",
    ];
}
