using System.Collections.Immutable;
using Paretune.Dashboard.Compare;
using Paretune.Dashboard.Live;
using Paretune.Tuning.Formatting;

namespace Paretune.Dashboard.Charts;

/// <summary>Charts that compare several trials or searches.</summary>
internal static class CompareCharts
{
    private static readonly string[] Symbols = ["circle", "square", "diamond", "triangle-up", "cross", "x"];

    public static Chart Accuracy(IReadOnlyList<ComparedTrial> trials) =>
        Curves(
        "Validation accuracy against epoch", trials, ValueAxis.Accuracy, report => report.Accuracy, value => Formatter.Percent(value));

    public static Chart Loss(IReadOnlyList<ComparedTrial> trials) =>
        Curves(
        "Validation loss against epoch", trials, ValueAxis.Loss, report => report.ValidationLoss, value => Formatter.Number(value));

    public static Chart Fronts(IReadOnlyList<SearchFeed> feeds, MetricAxis axis)
    {
        var fronts = feeds.Select(feed => (feed.Search, Described: feed.Description, Points: Front(feed.Trials, axis))).ToList();
        return new(
            $"Fronts: accuracy against {axis.Title}",
            string.Join(" ", fronts.Select(front => front.Points.Count == 0
                ? $"{front.Search.Name} has no front yet."
                : $"{front.Search.Name}: {CountText.Format(front.Points.Count, "member")} up to "
                    + $"{Formatter.Percent(front.Points.Max(point => point.Accuracy))}, "
                    + $"score {ScoreText.Format(front.Search)}.")),
            [.. fronts.Index().Select(front => (object)new
            {
                type = "scatter", mode = "lines+markers", name = $"{front.Item.Search.Name} ({front.Item.Search.Id})",
                x = front.Item.Points.Select(axis.Value), y = front.Item.Points.Select(point => point.Accuracy),
                text = front.Item.Points.Select(front.Item.Described.Text),
                hovertemplate = "%{text}<br>%{y:.2%} at %{x:" + axis.Metric.Format.Ticks + "}",
                line = new { color = $"--c{front.Index % 8}", shape = "hv", width = 2 },
                marker = new { color = $"--c{front.Index % 8}", symbol = Symbols[front.Index / 8 % Symbols.Length], size = 9 },
            })],
            new
            {
                xaxis = axis.Layout(fronts.SelectMany(front => front.Points.Select(axis.Value))),
                yaxis = new { title = new { text = "validation accuracy" }, tickformat = ".1%" },
            },
            new(["search", "trial", "configuration", "accuracy", axis.Title],
                () => [.. fronts.SelectMany(front => front.Points.Select(point =>
                ImmutableArray.Create(
                    front.Search.Name, $"{point.Number}", front.Described.Text(point), Formatter.Percent(point.Accuracy),
                    axis.Text(axis.Value(point)))))]));
    }

    private static List<TrialView> Front(IEnumerable<TrialView> trials, MetricAxis axis) =>
        [.. trials.Where(trial => trial.OnFront && double.IsFinite(axis.Value(trial))).OrderBy(axis.Value)];

    private static Chart Curves(
        string title, IReadOnlyList<ComparedTrial> trials, object values, Func<Report, double> value, Func<double, string> text) => new(
        title,
        string.Join(
            " ",
            trials.Select(
                one => one.Detail.Curve.IsEmpty
                    ? $"No epoch of {one.Name} has ended yet."
                    : $"{text(value(one.Detail.Curve[^1]))} after {CountText.Format(one.Detail.Curve.Length, "epoch")} of {one.Name}.")),
        [.. trials.Index().Select(one => (object)new
        {
            type = "scatter", mode = "lines+markers", name = one.Item.Name, x = one.Item.Detail.Curve.Select(report => report.Epoch),
            y = one.Item.Detail.Curve.Select(value),
            line = new { color = $"--c{one.Index % 8}", width = 2 },
            marker = new { color = $"--c{one.Index % 8}", symbol = Symbols[one.Index / 8 % Symbols.Length], size = 7 },
        })],
        new
        {
            xaxis = EpochAxis.Upto(trials.Max(one => one.Detail.Curve.Length)),
            yaxis = values,
        },
        new(["trial", "epoch", "value"], () => [
            .. trials.SelectMany(
                one => one.Detail.Curve.Select(
                    report => ImmutableArray.Create(one.Name, $"{report.Epoch}", text(value(report)))))]));
}
