using System.Collections.Immutable;
using System.Globalization;
using Paretune.Tuning.Analysis;
using Paretune.Tuning.Formatting;

namespace Paretune.Dashboard.Charts;

/// <summary>Shows accuracy over two hyperparameters with many values: interpolated between the trials, with the trials as dots.</summary>
internal static class ContourChart
{
    private const int Cells = 28;

    // A dot is about as wide as a cell of this grid.
    private const int DotCells = 40;

    private static readonly string[][] Scale = [["0", "--chart-grid"], ["1", "--front"]];

    /// <summary>Returns whether both hyperparameters are numeric and have so many values that most pairs have at most one trial.</summary>
    public static bool IsFor(AnalysedTrials analysed, AnalysedHyperparameter across, AnalysedHyperparameter up, int most)
    {
        return across != up && Values(across).All(value => value.Word is null) && Values(up).All(value => value.Word is null)
        && Math.Max(Values(across).Count, Values(up).Count) > most;

        IReadOnlyList<HyperparameterValue> Values(AnalysedHyperparameter one) => one.Values(analysed.Trials);
    }

    public static Chart Create(AnalysedTrials analysed, AnalysedHyperparameter across, AnalysedHyperparameter up)
    {
        var (x, y) = (Side.From(analysed, across), Side.From(analysed, up));
        (double X, double Y, double Accuracy)[] points =
        [
            .. analysed.Trials.Select(trial => (
                x.Place(across.Value(trial).Number), y.Place(up.Value(trial).Number), trial.Accuracy!.Value)),
        ];
        var cells = Filled(SmoothedSurface.Compute(points, Cells));
        var best = analysed.Trials.MaxBy(trial => trial.Accuracy)!;
        var highest = cells.MaxBy(cell => cell.Value);
        return new(
            $"{across.Title} and {up.Title}",
            $"The mean accuracy of nearby trials, from {CountText.Format(points.Length, "completed trial")}: highest around {across.Title} "
            + $"{x.Text((highest.Column + 0.5) / Cells)}, {up.Title} {y.Text((highest.Row + 0.5) / Cells)} with "
            + $"{Formatter.Percent(highest.Value)}. The best single trial, with {Formatter.Percent(best.Accuracy)}, has {across.Title} "
            + $"{across.Text(best)}, {up.Title} {up.Text(best)}. Blank areas have no trials nearby.",
            [Surface(cells, x, y, across, up), Dots([.. Drawn(analysed, points)], across, up)],
            new
            {
                xaxis = x.Axis(across.Title),
                yaxis = y.Axis(up.Title),
                barmode = "overlay",
                bargap = 0,
                showlegend = false,
                coloraxis = new
                {
                    colorscale = Scale,
                    colorbar = new { tickformat = ".1%", thickness = 12, title = new { text = "accuracy" } },
                },
            },
            new(["trial", across.Title, up.Title, "accuracy"], () => [
                .. analysed.Trials.OrderByDescending(trial => trial.Accuracy).Select(trial => ImmutableArray.Create(
                    trial.Number.ToString(CultureInfo.InvariantCulture), across.Text(trial), up.Text(trial),
                    Formatter.Percent(trial.Accuracy)))]));
    }

    private static (int Row, int Column, double Value)[] Filled(double[,] surface) =>
    [
        .. from row in Enumerable.Range(0, Cells)
           from column in Enumerable.Range(0, Cells)
           where double.IsFinite(surface[row, column])
           select (row, column, surface[row, column]),
    ];

    /// <summary>Draws the surface as a bar per cell, because plotly's contours are not in its small bundle.</summary>
    private static object Surface(
        (int Row, int Column, double Value)[] cells, Side x, Side y, AnalysedHyperparameter across, AnalysedHyperparameter up) => new
        {
            type = "bar",
            name = "nearby trials",
            x = cells.Select(cell => (cell.Column + 0.5) / Cells),
            @base = cells.Select(cell => cell.Row / (double)Cells),
            y = cells.Select(_ => 1.0 / Cells),
            width = 1.0 / Cells,
            customdata = cells.Select(_ => (string?)null),
            hovertext = cells.Select(cell =>
                $"{across.Title} {x.Text((cell.Column + 0.5) / Cells)}, {up.Title} {y.Text((cell.Row + 0.5) / Cells)}: "
                + Formatter.Percent(cell.Value)),
            hovertemplate = "%{hovertext}<extra></extra>",
            marker = new { color = cells.Select(cell => cell.Value), coloraxis = "coloraxis", line = new { width = 0 } },
        };

    /// <summary>Of trials that would overlap, returns only the most accurate.</summary>
    private static IEnumerable<(TrialView Trial, double X, double Y)> Drawn(
        AnalysedTrials analysed, (double X, double Y, double Accuracy)[] points) => points.Index()
        .GroupBy(point => ((int)(point.Item.X * DotCells), (int)(point.Item.Y * DotCells)))
        .Select(cell => cell.MaxBy(point => point.Item.Accuracy))
        .Select(point => (analysed.Trials[point.Index], point.Item.X, point.Item.Y));

    private static object Dots(
        (TrialView Trial, double X, double Y)[] dots, AnalysedHyperparameter across, AnalysedHyperparameter up) => new
        {
            type = "scatter",
            mode = "markers",
            name = "trials",
            x = dots.Select(dot => dot.X),
            y = dots.Select(dot => dot.Y),
            customdata = dots.Select(dot => dot.Trial.Number.ToString(CultureInfo.InvariantCulture)),
            hovertext = dots.Select(dot =>
                $"{across.Title} {across.Text(dot.Trial)}, {up.Title} {up.Text(dot.Trial)}: {Formatter.Percent(dot.Trial.Accuracy)}"),
            hovertemplate = "trial %{customdata}: %{hovertext}<extra></extra>",
            marker = new { color = "--ground", size = 7, line = new { color = "--chart-ink", width = 1.5 } },
        };

    private sealed record Side(AxisScale Scale)
    {
        private static readonly double[] Marks = [0, 0.25, 0.5, 0.75, 1];

        public static Side From(AnalysedTrials analysed, AnalysedHyperparameter one)
        {
            double[] values = [.. analysed.Trials.Select(trial => one.Value(trial).Number)];
            var (least, most) = (values.Min(), values.Max());
            return new(new AxisScale(least, most, Ticks.SpanDecades(least, most)));
        }

        public double Place(double value) => Scale.Place(value);

        public string Text(double place) => Scale.At(place).ToString("G3", CultureInfo.InvariantCulture);

        public object Axis(string title) => new
        {
            title = new { text = title },
            tickvals = Marks,
            ticktext = Marks.Select(Text),
            range = (double[])[-0.03, 1.03],
            showgrid = false,
            zeroline = false,
        };
    }
}
