using System.Collections.Immutable;
using System.Globalization;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Searches;

namespace Paretune.Dashboard.Charts;

/// <summary>Charts the front's score as steps: it changes when a trial completes that joins the front.</summary>
internal static class GrowthChart
{
    public static Chart OverTime(ImmutableArray<FrontMoment> moments, DateTimeOffset now, DateTimeOffset? ended)
    {
        var start = moments.Length > 0 ? moments[0].At : now;
        return Create(
            "Score against time", "minutes since the start", moments, moment => (moment.At - start).TotalMinutes,
            ((ended ?? now) - start).TotalMinutes, minutes => $"{minutes} minute{(minutes == "1" ? "" : "s")} after the start");
    }

    public static Chart OverEpochs(ImmutableArray<FrontMoment> moments, int spent) =>
        Create("Score against epochs spent", "epochs trained by all trials", moments, moment => moment.Epochs, spent,
            epochs => $"when all trials together had trained {epochs} epoch{(epochs == "1" ? "" : "s")}");

    private static Chart Create(
        string title, string axis, ImmutableArray<FrontMoment> moments, Func<FrontMoment, double> place, double until,
        Func<string, string> format)
    {
        var reached = moments.Length > 0 ? moments[^1].Score : 0;
        return new(
            title,
            moments.Length < 2
                ? "No trial has completed yet."
                : $"The front grew {(moments.Length == 2 ? "once" : $"{moments.Length - 1} times")}, "
                    + $"to a score of {ScoreText.Number(reached)}; 90 % of that was reached "
                    + $"{format(Formatter.Number(place(moments.First(moment => moment.Score >= 0.9 * reached)), "0.#"))}.",
            [new
            {
                type = "scatter", mode = "lines", name = "score", x = moments.Select(place).Append(until),
                y = moments.Select(moment => moment.Score).Append(reached),
                line = new { color = "--front", width = 2, shape = "hv" }, fill = "tozeroy",
            }],
            new
            {
                xaxis = new { title = new { text = axis }, rangemode = "tozero" },
                yaxis = new { title = new { text = "score" }, rangemode = "tozero", tickformat = ".0%" },
                showlegend = false
            },
            new([axis, "score"], () => [
                .. moments.Select(
                    moment => ImmutableArray.Create(
                        place(moment).ToString("0.##", CultureInfo.InvariantCulture), ScoreText.Number(moment.Score)))]));
    }
}
