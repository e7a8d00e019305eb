using System.Collections.Immutable;
using System.Globalization;
using Paretune.Tuning.Formatting;

namespace Paretune.Dashboard.Charts;

/// <summary>A map of two hyperparameters, with the best accuracy of each pair of values.</summary>
internal static class PairChart
{
    // A hyperparameter with more values is binned, with about the same number of trials per bin.
    private const int MostCells = 12;

    private static readonly string[][] Scale = [["0", "--chart-grid"], ["1", "--front"]];

    public static Chart Create(AnalysedTrials analysed, AnalysedHyperparameter across, AnalysedHyperparameter up)
    {
        if (ContourChart.IsFor(analysed, across, up, MostCells))
            return ContourChart.Create(analysed, across, up);
        var (columns, rows) = (Bins.From(analysed.Trials, across), Bins.From(analysed.Trials, up));
        var cells = analysed.Trials.GroupBy(trial => (Row: rows.Of(trial), Column: columns.Of(trial)))
            .ToDictionary(group => group.Key, group => (Best: group.Max(trial => trial.Accuracy!.Value), Trials: group.Count()));
        var best = cells.MaxBy(cell => cell.Value.Best);
        return new(
            $"{across.Title} and {up.Title}",
            $"Best accuracy of each pair: {CountText.Format(cells.Count, "pair")} of {columns.Titles.Length * rows.Titles.Length} "
            + $"{(cells.Count == 1 ? "has" : "have")} completed trials. Best: {across.Title} {columns.Titles[best.Key.Column]}, "
            + $"{up.Title} {rows.Titles[best.Key.Row]} with {Formatter.Percent(best.Value.Best)}.",
            [Squares(across, up, columns, rows, cells)],
            new
            {
                xaxis = new
                {
                    title = new { text = across.Title },
                    type = "category",
                    categoryorder = "array",
                    categoryarray = columns.Titles,
                },
                yaxis = new
                {
                    title = new { text = up.Title },
                    type = "category",
                    categoryorder = "array",
                    categoryarray = rows.Titles,
                    automargin = true,
                },
                showlegend = false,
            },
            new([across.Title, up.Title, "trials", "best"], () => [
                .. cells.OrderBy(cell => cell.Key).Select(cell => ImmutableArray.Create(
                    columns.Titles[cell.Key.Column], rows.Titles[cell.Key.Row],
                    cell.Value.Trials.ToString(CultureInfo.InvariantCulture), Formatter.Percent(cell.Value.Best)))]));
    }

    /// <summary>Draws a square for each pair that was tried, because plotly's heat map is not in its small bundle.</summary>
    private static object Squares(
        AnalysedHyperparameter across, AnalysedHyperparameter up, Bins columns, Bins rows,
        Dictionary<(int Row, int Column), (double Best, int Trials)> cells)
    {
        var ordered = cells.OrderBy(cell => cell.Key).ToArray();
        return new
        {
            type = "scatter",
            mode = "markers+text",
            x = ordered.Select(cell => columns.Titles[cell.Key.Column]),
            y = ordered.Select(cell => rows.Titles[cell.Key.Row]),
            text = ordered.Select(cell => Formatter.Percent(cell.Value.Best)),
            textposition = "bottom center",
            hovertext = ordered.Select(cell => CountText.Format(cell.Value.Trials, "trial")),
            hovertemplate = $"{across.Title} %{{x}}, {up.Title} %{{y}}: %{{text}} (%{{hovertext}})<extra></extra>",
            marker = new
            {
                symbol = "square",
                size = 20,
                color = ordered.Select(cell => cell.Value.Best),
                // Strings, so that the page's script can replace the names of colours.
                colorscale = Scale,
                line = new { width = 1, color = "--chart-ink" },
            },
        };
    }

    /// <summary>The values of one side, or bins of them if there are many.</summary>
    private sealed record Bins(ImmutableArray<string> Titles, Func<TrialView, int> Of)
    {
        public static Bins From(ImmutableArray<TrialView> trials, AnalysedHyperparameter side)
        {
            var values = side.Values(trials);
            if (values.Count <= MostCells || values.Any(value => value.Word is not null))
            {
                var place = values.Index().ToDictionary(one => one.Item, one => one.Index);
                return new([.. values.Select(value => Formatter.Value(value))], trial => place[side.Value(trial)]);
            }

            double[] ordered = [.. trials.Select(trial => side.Value(trial).Number).Order()];
            double[] starts = [
                .. Enumerable.Range(0, MostCells).Select(bin => ordered[(int)((long)bin * ordered.Length / MostCells)]).Distinct()];
            return new(
                [.. starts.Select(start => $"from {start.ToString("0.###", CultureInfo.InvariantCulture)}")],
                trial => Math.Max(0, Array.FindLastIndex(starts, start => start <= side.Value(trial).Number)));
        }
    }
}
