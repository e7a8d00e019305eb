using System.Collections.Immutable;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Strategies;

namespace Paretune.Dashboard.Charts;

/// <summary>
/// Charts of metrics against epochs for several trials. Symbols tell trials apart where colours repeat; in every chart, dotted lines are
/// values on training images.
/// </summary>
internal static class CurvesChart
{
    private static readonly string[] Symbols = ["circle", "square", "diamond", "triangle-up", "cross", "x", "star", "hexagon"];

    public static Chart Accuracy(
        SearchSpec spec, TrialDescription described, IReadOnlyList<(TrialView Trial, ImmutableArray<CurvePoint> Points)> curves) =>
        Create(
            "Validation accuracy against epoch", spec, described, curves, ValueAxis.Accuracy, [("", point => point.Accuracy)],
            best: "highest");

    public static Chart Loss(
        SearchSpec spec, TrialDescription described, IReadOnlyList<(TrialView Trial, ImmutableArray<CurvePoint> Points)> curves) => Create(
        "Loss against epoch: validation solid, training dotted", spec, described, curves, ValueAxis.Loss,
        [("", point => point.ValidationLoss), (" (training)", point => point.TrainLoss)], best: "lowest");

    private static Chart Create(
        string title, SearchSpec spec, TrialDescription described,
        IReadOnlyList<(TrialView Trial, ImmutableArray<CurvePoint> Points)> curves, object values,
        (string Suffix, Func<CurvePoint, double> Value)[] series, string best)
    {
        var rungs = RungEpochs.Compute(spec);
        return new(
            title, Summary(curves, series[0].Value, best, described) + RungText(rungs),
            [.. curves.Index().SelectMany(
                one => series.Index().Select(
                    of => Line(described, one.Item.Trial, one.Item.Points, one.Index, of.Index, of.Item.Suffix, of.Item.Value)))],
            new
            {
                xaxis = EpochAxis.Upto(curves.Count == 0 ? 0 : curves.Max(one => one.Points.Length)),
                yaxis = values,
                showlegend = curves.Count * series.Length <= 24,
                shapes = rungs.Select(RungLine),
                annotations = rungs.Select(RungLabel),
            },
            new(["trial", "epoch", .. series.Select(one => one.Suffix is "" ? "validation" : "training")],
                () => [.. curves.SelectMany(curve => Rows(curve.Trial, curve.Points, series))]));
    }

    // Thin and faint, behind the curves. Solid, because dashes mean training.
    private static object RungLine(int epoch) => new
    {
        type = "line",
        x0 = epoch,
        x1 = epoch,
        y0 = 0,
        y1 = 1,
        yref = "paper",
        layer = "below",
        line = new { color = "--faint", width = 1 },
    };

    private static object RungLabel(int epoch) => new
    {
        x = epoch,
        y = 1,
        yref = "paper",
        yanchor = "bottom",
        text = "rung",
        showarrow = false,
        font = new { color = "--chart-ink", size = 11 },
    };

    private static string RungText(ImmutableArray<int> rungs) =>
        rungs.IsEmpty ? "" : $" Vertical lines are rungs, after {CountText.And(rungs)} {(rungs is [1] ? "epoch" : "epochs")}.";

    private static object Line(
        TrialDescription described, TrialView trial, ImmutableArray<CurvePoint> points, int index, int of, string suffix,
        Func<CurvePoint, double> value) => new
        {
            type = "scatter",
            mode = points.Length == 1 ? "markers" : index < 8 || of > 0 ? "lines" : "lines+markers",
            name = $"{trial.Number}: {described.Text(trial)}{suffix}",
            x = Enumerable.Range(1, points.Length),
            y = points.Select(value),
            customdata = points.Select(_ => $"{trial.Number}"),
            line = new { color = $"--c{index % 8}", dash = of == 0 ? "solid" : "dot", width = of == 0 ? 2 : 1 },
            marker = new
            {
                color = $"--c{index % 8}",
                symbol = $"{Symbols[index / 8 % Symbols.Length]}{(of == 0 ? "" : "-open")}",
                size = 5,
            },
        };

    private static IEnumerable<ImmutableArray<string>> Rows(
        TrialView trial, ImmutableArray<CurvePoint> points, (string Suffix, Func<CurvePoint, double> Value)[] series) =>
        points.Index().Select(point => ImmutableArray.Create<string>(
            [$"{trial.Number}", $"{point.Index + 1}", .. series.Select(one => Formatter.Number(one.Value(point.Item)))]));

    internal static string Summary(
        IReadOnlyList<(TrialView Trial, ImmutableArray<CurvePoint> Points)> curves, Func<CurvePoint, double> value, string best,
        TrialDescription described)
    {
        if (curves.Count == 0)
            return "No epoch of these trials has ended yet.";
        var head = $"{CountText.Format(curves.Count, "trial")}, up to {CountText.Format(curves.Max(one => one.Points.Length), "epoch")}. ";
        // NaN would sort before every number and appear as the lowest value.
        var ranked = curves.Where(one => double.IsFinite(value(one.Points[^1]))).OrderBy(one => value(one.Points[^1])).ToList();
        var diverged = curves.Count - ranked.Count;
        var rest = diverged == 0 ? "" : $" Trials without a finite value: {diverged}.";
        if (ranked.Count == 0)
            return head + rest.TrimStart();
        var (trial, points) = best == "highest" ? ranked[^1] : ranked[0];
        return $"{head}The {best} is trial {trial.Number} ({described.Text(trial)}) with {Formatter.Number(value(points[^1]))}.{rest}";
    }
}
