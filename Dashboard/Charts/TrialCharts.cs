using System.Collections.Immutable;
using Paretune.Tuning.Formatting;

namespace Paretune.Dashboard.Charts;

/// <summary>Charts of one trial.</summary>
internal static class TrialCharts
{
    private static readonly int[] All = [0, 1];

    public static Chart Accuracy(ImmutableArray<Report> curve) => Create(
        "Accuracy against epoch", curve, ValueAxis.Accuracy, value => Formatter.Percent(value),
        new("validation", "--c0", "solid", report => report.Accuracy), new("training", "--c1", "dot", report => report.TrainAccuracy));

    /// <summary>Returns the loss chart; a program that reports one loss gets one line.</summary>
    public static Chart Loss(ImmutableArray<Report> curve) => Create(
        "Loss against epoch", curve, ValueAxis.Loss, value => Formatter.Number(value, "0.####"),
        new("validation", "--c0", "solid", report => report.ValidationLoss),
        new("training", "--c1", "dot", report => report.TrainLoss == report.ValidationLoss ? double.NaN : report.TrainLoss));

    /// <summary>Returns the learning-rate chart; null if the rate was not reported.</summary>
    public static Chart? LearningRate(ImmutableArray<Report> curve) =>
        !curve.IsEmpty && curve.All(report => double.IsNaN(report.LearningRate)) ? null : Create(
            "Learning rate against epoch", curve, ValueAxis.LearningRate, value => Formatter.Number(value, "0.######"),
            new Line("learning rate", "--c2", "solid", report => report.LearningRate));

    /// <param name="accuracy">The accuracy of each class; NaN for a class without validation images.</param>
    public static Chart Classes(ImmutableArray<string> classes, ImmutableArray<double> accuracy)
    {
        var order = Enumerable.Range(0, Math.Min(classes.Length, accuracy.Length)).Where(
            one => double.IsFinite(accuracy[one])).OrderBy(one => accuracy[one]).ToList();
        return new(
            "Accuracy of each class",
            order.Count == 0
                ? "Validation has no images."
                : $"Best: {classes[order[^1]]} with {Formatter.Percent(accuracy[order[^1]])}; worst: {classes[order[0]]} "
                    + $"with {Formatter.Percent(accuracy[order[0]])}.",
            [new { type = "bar", orientation = "h", x = order.Select(one => accuracy[one]), y = order.Select(one => classes[one]),
                marker = new { color = "--c0" }, hovertemplate = "%{y}: %{x:.1%}<extra></extra>" }],
            new
            {
                xaxis = new { tickformat = ".0%", range = All },
                yaxis = new { type = "category", dtick = order.Count > 40 ? (int?)null : 1 },
                showlegend = false
            },
            new(["class", "accuracy"],
                () => [.. order.Select(one => ImmutableArray.Create(classes[one], Formatter.Percent(accuracy[one])))]));
    }

    /// <summary>Draws the lines that have values; before the first epoch, all of them.</summary>
    private static Chart Create(
        string title, ImmutableArray<Report> curve, object values, Func<double, string> text, params ReadOnlySpan<Line> all)
    {
        var known = all.ToArray().Where(line => curve.IsEmpty || curve.Any(report => !double.IsNaN(line.Value(report)))).ToArray();
        Line[] lines = known.Length > 0 ? known : [all[0]];
        return new(
            title,
            curve.IsEmpty
                ? "No epoch has ended yet."
                : $"{CountText.Format(curve.Length, "epoch")}; "
                    + $"now {string.Join(", ", lines.Select(line => $"{line.Name} {Text(line, curve[^1])}"))}.",
            [.. lines.Select(line => (object)new
            {
                type = "scatter", mode = "lines+markers", name = line.Name, x = curve.Select(report => report.Epoch),
                y = curve.Select(line.Value),
                line = new { color = line.Colour, dash = line.Dash, width = 2 }, marker = new { color = line.Colour, size = 5 },
            })],
            new
            {
                xaxis = EpochAxis.Upto(curve.Length),
                yaxis = values,
                showlegend = lines.Length > 1
            },
            new(["epoch", .. lines.Select(line => line.Name)], () => [
                .. curve.Select(
                    report => ImmutableArray.Create<string>([$"{report.Epoch}", .. lines.Select(line => Text(line, report))]))]));

        string Text(Line line, Report report) =>
            line.Value(report) is var value && double.IsNaN(value) ? Formatter.Nothing : text(value);
    }

    private readonly record struct Line(string Name, string Colour, string Dash, Func<Report, double> Value);
}
