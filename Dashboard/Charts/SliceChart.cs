using System.Collections.Immutable;
using System.Globalization;
using Paretune.Tuning.Formatting;

namespace Paretune.Dashboard.Charts;

/// <summary>Charts accuracy against one hyperparameter: a dot per completed trial, and the median at each value.</summary>
internal static class SliceChart
{
    // With more distinct values, most have one trial, and a line of medians would only join the dots.
    private const int MostMedians = 20;

    // More labels would overlap on a phone.
    private const int MostMarked = 8;

    // Up to this many dots are all drawn; of more, only those in different cells of a grid.
    private const int MostDots = 400, Columns = 60, Rows = 100;

    public static Chart Create(AnalysedTrials analysed, AnalysedHyperparameter hyperparameter)
    {
        var values = hyperparameter.Values(analysed.Trials);
        var isWord = values.Any(value => value.Word is not null);
        Group[] groups = [
            .. from trial in analysed.Trials
               group trial by hyperparameter.Value(trial) into one
               let accuracies = one.Select(trial => trial.Accuracy!.Value).Order().ToArray()
               orderby one.Key.Word, one.Key.Number
               select new Group(one.Key, accuracies.Length, Median(accuracies), accuracies[^1])];
        var drawn = Thinned(analysed, hyperparameter, values);
        var best = groups.MaxBy(group => group.Best)!;
        var isLogarithmic = !isWord && Ticks.SpanDecades(values[0].Number, values[^1].Number);
        return new(
            $"{Capital(hyperparameter.Title)} and accuracy",
            $"{CountText.Format(values.Count, "value")} in {CountText.Format(analysed.Trials.Length, "completed trial")}; "
            + $"the most accurate trial, with {Formatter.Percent(best.Best)}, has {hyperparameter.Title} {Formatter.Value(best.Value)}."
            + (drawn.Length < analysed.Trials.Length ? $" {drawn.Length} are shown; the others would be hidden behind them." : ""),
            [Dots(drawn, hyperparameter, isWord), .. groups.Length <= MostMedians ? [Medians(groups, isWord)] : Array.Empty<object>()],
            new
            {
                xaxis = new
                {
                    title = new { text = hyperparameter.Title },
                    type = isWord ? "category" : isLogarithmic ? "log" : "linear",
                    dtick = isLogarithmic ? Ticks.Logarithmic(values.Select(value => value.Number)) : null,
                    // With few values, each value is a tick: a dilation rate of 1.2 was never tried.
                    tickvals = isWord || isLogarithmic || values.Count > MostMarked ? null : values.Select(value => value.Number),
                },
                yaxis = new { title = new { text = "accuracy" }, tickformat = ".0%", rangemode = "nonnegative" },
            },
            new([hyperparameter.Title, "trials", "median", "best"], () => [
                .. groups.Select(group => ImmutableArray.Create(
                    Formatter.Value(group.Value), group.Trials.ToString(CultureInfo.InvariantCulture), Formatter.Percent(group.Median),
                    Formatter.Percent(group.Best)))]));
    }

    /// <summary>Of dots that would overlap, keeps the most accurate.</summary>
    private static ImmutableArray<TrialView> Thinned(
        AnalysedTrials analysed, AnalysedHyperparameter hyperparameter, IReadOnlyList<HyperparameterValue> values)
    {
        if (analysed.Trials.Length <= MostDots)
            return analysed.Trials;
        var place = values.Index().ToDictionary(one => one.Item, one => (int)((long)one.Index * Columns / values.Count));
        return
        [
            .. analysed.Trials
                .GroupBy(trial => (
                    place[hyperparameter.Value(trial)],
                    (int)(trial.Accuracy!.Value * Rows)))
                .Select(cell => cell.MaxBy(trial => trial.Accuracy)!),
        ];
    }

    private static object Dots(ImmutableArray<TrialView> trials, AnalysedHyperparameter hyperparameter, bool isWord) => new
    {
        type = "scatter",
        mode = "markers",
        name = "trials",
        x = trials.Select(trial => Place(hyperparameter.Value(trial), isWord)),
        y = trials.Select(trial => trial.Accuracy),
        customdata = trials.Select(trial => trial.Number.ToString(CultureInfo.InvariantCulture)),
        hovertemplate = $"trial %{{customdata}}: {hyperparameter.Title} %{{x}}, %{{y:.1%}}<extra></extra>",
        marker = new { color = "--c6", size = 6, opacity = 0.6 },
    };

    private static object Medians(Group[] groups, bool isWord) => new
    {
        type = "scatter",
        mode = "lines+markers",
        name = "median",
        x = groups.Select(group => Place(group.Value, isWord)),
        y = groups.Select(group => group.Median),
        hovertemplate = "median %{y:.1%}<extra></extra>",
        line = new { color = "--front", width = isWord ? 0 : 2 },
        marker = new { size = 9, symbol = "diamond" },
    };

    private static object Place(HyperparameterValue value, bool isWord) => isWord ? Formatter.Value(value) : value.Number;

    private static double Median(double[] ordered) => (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;

    private static string Capital(string title) => title.Length > 1 ? char.ToUpperInvariant(title[0]) + title[1..] : title;

    private sealed record Group(HyperparameterValue Value, int Trials, double Median, double Best);
}
