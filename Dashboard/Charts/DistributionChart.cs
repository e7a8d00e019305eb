using System.Collections.Immutable;
using System.Globalization;
using Paretune.Tuning.Formatting;

namespace Paretune.Dashboard.Charts;

/// <summary>
/// Charts the empirical distribution of accuracy: the share of completed trials at or below each value, with a line per network.
/// </summary>
internal static class DistributionChart
{
    private static readonly double[] All = [0, 1.02];
    private static readonly string[] Colours = ["--front", "--c2", "--c6", "--c1", "--best", "--faint"];

    public static Chart Create(AnalysedTrials analysed)
    {
        Line[] lines = [
            .. from trial in analysed.Trials
               group trial.Accuracy!.Value by trial.Network into network
               orderby network.Key
               select new Line(network.Key, [.. network.Order()])];
        return new(
            "Distribution of accuracies",
            lines.Length == 0
                ? "No trial has completed yet."
                : string.Join(" ", lines.Select(line =>
                    $"{(lines.Length > 1 ? $"{line.Network}: half" : "Half")} of {line.Accuracies.Length} trials reach "
                    + $"{Formatter.Percent(line.AtLeast(0.5))}, the top tenth {Formatter.Percent(line.AtLeast(0.1))}.")),
            [.. lines.Index().Select(one => Steps(one.Item, one.Index))],
            new
            {
                xaxis = new { title = new { text = "accuracy" }, tickformat = ".0%", rangemode = "nonnegative" },
                yaxis = new { title = new { text = "share of trials at or below" }, tickformat = ".0%", range = All },
                showlegend = lines.Length > 1,
            },
            new(["network", "trials", "lowest", "median", "top tenth", "highest"], () => [
                .. lines.Select(line => ImmutableArray.Create(
                    line.Network, line.Accuracies.Length.ToString(CultureInfo.InvariantCulture), Formatter.Percent(line.Accuracies[0]),
                    Formatter.Percent(line.AtLeast(0.5)), Formatter.Percent(line.AtLeast(0.1)), Formatter.Percent(line.Accuracies[^1])))]));
    }

    private static object Steps(Line line, int index) => new
    {
        type = "scatter",
        mode = "lines",
        name = line.Network,
        x = line.Accuracies.Prepend(line.Accuracies[0]),
        y = Enumerable.Range(0, line.Accuracies.Length + 1).Select(below => (double)below / line.Accuracies.Length),
        hovertemplate = "%{y:.0%} of the trials reach at most %{x:.1%}<extra></extra>",
        line = new { color = Colours[index % Colours.Length], width = 2, shape = "hv" },
    };

    private sealed record Line(string Network, ImmutableArray<double> Accuracies)
    {
        /// <summary>Returns the accuracy that this share of the trials reaches or exceeds.</summary>
        public double AtLeast(double share) => Accuracies[^Math.Max(1, (int)Math.Ceiling(share * Accuracies.Length))];
    }
}
