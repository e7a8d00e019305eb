using System.Collections.Immutable;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Strategies;

namespace Paretune.Dashboard.Charts;

/// <summary>Charts a trial's curve with the predictions at its rungs and the accuracy it had to beat.</summary>
internal static class DecisionChart
{
    /// <param name="predictions">At least one.</param>
    public static Chart Create(ImmutableArray<Report> curve, ImmutableArray<RungPrediction> predictions, SearchSpec spec) => new(
        "Predictions at each rung",
        string.Join(" ", predictions.Select(Sentence)),
        [
            new
            {
                type = "scatter", mode = "lines", name = "validation accuracy", x = curve.Select(report => report.Epoch),
                y = curve.Select(report => report.Accuracy), line = new { color = "--c0", width = 2 },
            },
            .. predictions.SelectMany(at => Expected(at, spec.Epochs)),
        ],
        new
        {
            xaxis = EpochAxis.Upto(spec.Epochs),
            yaxis = new { tickformat = ".0%" },
        },
        new(
            ["epoch", "accuracy at the rung", "predicted final accuracy", "±", "chance", "accuracy to beat", "of trial", "decision"],
            () => [.. predictions.Select(Row)]));

    private static string Sentence(RungPrediction at) =>
        $"After {at.Epochs} {(at.Epochs == 1 ? "epoch" : "epochs")}{(at.IsGuessing ? ", no better than guessing" : "")}: "
        + $"predicted final accuracy {Formatter.Percent(at.Predicted)}"
        + (at.Line is { } line ? $", accuracy to beat {Formatter.Percent(line)}, chance {Formatter.Percent(at.Chance)}."
            : ", no completed trial to beat.");

    private static IEnumerable<object> Expected(RungPrediction at, int end)
    {
        double[] none = [0, at.Deviation];
        yield return new
        {
            type = "scatter",
            mode = "lines+markers",
            name = $"predicted after {at.Epochs}",
            x = new[] { at.Epochs, end },
            y = new[] { at.Accuracy, at.Predicted },
            line = new { color = "--c2", width = 1.5 },
            marker = new { color = "--c2", size = 8, symbol = "diamond-open" },
            error_y = new { type = "data", array = none, color = "--c2", thickness = 1.5 },
        };
        if (at.Line is { } line)
            yield return new
            {
                type = "scatter",
                mode = "lines",
                name = $"to beat after {at.Epochs}: trial {at.Opponent}",
                x = new[] { at.Epochs, end },
                y = new[] { line, line },
                line = new { color = "--c1", width = 1.5 },
            };
    }

    private static ImmutableArray<string> Row(RungPrediction at) =>
    [
        $"{at.Epochs}", Formatter.Percent(at.Accuracy), Formatter.Percent(at.Predicted), Formatter.Percent(at.Deviation),
            Formatter.Percent(at.Chance),
        Formatter.Percent(at.Line), at.Opponent is { } opponent ? $"{opponent}" : Formatter.Nothing, at.Continued ? "continued" : "parked",
    ];
}
