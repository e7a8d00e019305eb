using Paretune.Tuning.Formatting;
using Paretune.Tuning.Paper;

namespace Paretune.Dashboard.Charts;

/// <summary>
/// Charts accuracy against δ with a line for each α and ρ, like the paper's Fig. 7. Of several trials at one point, the most accurate is
/// shown.
/// </summary>
internal static class DilationChart
{
    private static readonly string[] Symbols = ["circle", "square", "diamond", "triangle-up", "cross", "x"];

    public static Chart Create(SearchSpec spec, IReadOnlyList<TrialView> trials)
    {
        var lines = trials
            .Where(trial => trial.Accuracy is { } accuracy && double.IsFinite(accuracy))
            .GroupBy(trial => (trial.Network, trial.Configuration.Width, trial.Configuration.Resolution))
            .OrderBy(line => line.Key.Network, StringComparer.Ordinal).ThenByDescending(line => (line.Key.Width, line.Key.Resolution))
            .Select(
                line => (
                    Name: FormattableString.Invariant(
                        $"{(spec.Networks is [_] ? "" : $"{line.Key.Network} ")}α {line.Key.Width:0.###} ρ {line.Key.Resolution:0.###}"),
                        Points: Best(line)))
            .ToList();
        var paper = PaperResults.ByDilation.Where(row => PaperResults.IsOn(row.Dataset, spec.Dataset))
            .GroupBy(row => (row.Width, row.Resolution)).ToList();
        return new(
            "Accuracy against δ", Summary(lines),
            [
                .. lines.Index().Select(line => (object)new
                {
                    type = "scatter", mode = "lines+markers", name = line.Item.Name, x = line.Item.Points.Select(point => point.Dilation),
                    y = line.Item.Points.Select(point => point.Accuracy),
                    line = new { color = $"--c{line.Index % 8}", width = 2 },
                    marker = new { color = $"--c{line.Index % 8}", symbol = Symbols[line.Index % Symbols.Length], size = 9 },
                }),
                .. paper.Select(line => (object)new
                {
                    type = "scatter", mode = "lines+markers",
                    name = FormattableString.Invariant($"paper α {line.Key.Width} ρ {line.Key.Resolution}"),
                    x = line.Select(row => row.Dilation), y = line.Select(row => row.Accuracy),
                    line = new { color = "--paper", width = 1 },
                    marker = new { color = "--paper", symbol = "circle-open", size = 8 },
                }),
            ],
            new
            {
                xaxis = new { title = new { text = "δ, the dilation rate" }, dtick = 1 },
                yaxis = new { title = new { text = "validation accuracy" }, tickformat = ".1%" }
            },
            new(["α and ρ", "δ", "accuracy", "trial"], () => [
                .. lines.SelectMany(
                    line => line.Points.Select(
                        point => System.Collections.Immutable.ImmutableArray.Create(
                            line.Name, $"{point.Dilation}", Formatter.Percent(point.Accuracy), $"{point.Trial}")))]));
    }

    private static List<(int Dilation, double Accuracy, int Trial)> Best(IEnumerable<TrialView> line) =>
        [.. line.GroupBy(trial => trial.Configuration.Dilation).OrderBy(point => point.Key).Select(
            point => point.MaxBy(trial => trial.Accuracy)!).Select(
                trial => (trial.Configuration.Dilation, trial.Accuracy!.Value, trial.Number))];

    private static string Summary(List<(string Name, List<(int Dilation, double Accuracy, int Trial)> Points)> lines)
    {
        if (lines.Count == 0)
            return "No trial has an accuracy yet.";
        var best = lines.SelectMany(line => line.Points.Select(point => (line.Name, Point: point))).MaxBy(one => one.Point.Accuracy);
        return $"{lines.Count} combinations of network, α and ρ. The most accurate is δ {best.Point.Dilation} at {best.Name} "
            + $"with {Formatter.Percent(best.Point.Accuracy)}.";
    }
}
