using System.Collections.Immutable;
using Paretune.Dashboard.Trials;
using Paretune.Tuning.Formatting;

namespace Paretune.Dashboard.Charts;

/// <summary>
/// Parallel coordinates: a line per trial through its hyperparameters to its accuracy. It uses ordinary lines, because plotly's parallel
/// coordinates compile shaders from text, which the page's security policy forbids.
/// </summary>
internal static class ParallelChart
{
    private const int Most = 1500, Bands = 5;

    private static readonly string[] Colours = ["--faint", "--c6", "--c2", "--c1", "--best"];

    /// <param name="axes">The axes from left to right.</param>
    /// <param name="filters">The filters; lines that they exclude are faint.</param>
    public static Chart Create(
        IReadOnlyList<TrialView> trials, ImmutableArray<ParallelAxis> axes, ImmutableArray<TrialFilter> filters, TrialSelection selection,
        TrialDescription described)
    {
        TrialView[] measured = [
            .. trials.Where(trial => trial.Accuracy is { } accuracy && double.IsFinite(accuracy)).OrderBy(trial => trial.Accuracy)];
        TrialView[] kept = [.. measured.Where(trial => filters.All(filter => filter.Allows(trial)))];
        TrialView[] dropped = filters.IsEmpty ? [] : [.. measured.Except(kept)];
        var drawn = Some(kept);
        TrialView[] selected = [.. measured.Where(trial => selection.Has(trial.Number))];
        return new(
            "Hyperparameters and accuracy",
            measured.Length == 0
                ? "No trial has an accuracy yet."
                : kept.Length == 0
                ? $"None of {CountText.Format(measured.Length, "trial")} lies within the ranges."
                : (filters.IsEmpty ? "" : $"{kept.Length} of ") + CountText.Format(measured.Length, "trial")
                    + (filters.IsEmpty ? "" : $" {(kept.Length == 1 ? "lies" : "lie")} within the ranges")
                    + $"{(drawn.Length < kept.Length ? $", of which {drawn.Length} are shown" : "")}, in {Bands} "
                    + $"bands of accuracy from {Formatter.Percent(kept[0].Accuracy)} to {Formatter.Percent(kept[^1].Accuracy)}; the most "
                    + $"accurate: {described.Text(kept[^1])}.",
            [
                .. dropped.Length == 0 ? [] : (object[])[Lines("outside the ranges", Some(dropped), axes, "--faint", 1, 0.15)],
                .. Enumerable.Range(0, Bands).Select(band => Band(band, Slice(drawn, band), axes)),
                .. selected.Length == 0 ? [] : (object[])[Lines("selected", selected, axes, "--ink", 3, 1)],
            ],
            new
            {
                dragmode = "select",
                xaxis = new
                {
                    tickvals = Enumerable.Range(0, axes.Length),
                    ticktext = axes.Select(axis => axis.Title),
                    range = new[] { -0.3, axes.Length - 0.6 },
                    showgrid = true,
                    zeroline = false
                },
                yaxis = new { visible = false, range = new[] { -0.06, 1.06 } },
                annotations = axes.Index().SelectMany(axis => Labels(axis.Index, axis.Item)),
            },
            new(["trial", .. axes.Select(axis => axis.Title)], () => [
                .. kept.Reverse().Select(
                    trial => ImmutableArray.Create<string>([$"{trial.Number}", .. axes.Select(axis => axis.Fact.Text(trial))]))]));
    }

    /// <summary>Returns at most <see cref="Most"/> trials, evenly spaced in their order.</summary>
    private static TrialView[] Some(TrialView[] trials) => trials.Length <= Most
        ? trials : [.. Enumerable.Range(0, Most).Select(i => trials[(int)((long)i * (trials.Length - 1) / (Most - 1))])];

    private static TrialView[] Slice(TrialView[] drawn, int band) =>
        drawn[(drawn.Length * band / Bands)..(drawn.Length * (band + 1) / Bands)];

    private static object Band(int band, TrialView[] trials, ImmutableArray<ParallelAxis> axes) => Lines(
        trials.Length == 0 ? "" : $"{Formatter.Percent(trials[0].Accuracy)} to {Formatter.Percent(trials[^1].Accuracy)}", trials, axes,
        Colours[band], band == Bands - 1 ? 2 : 1, 0.35 + 0.15 * band);

    /// <summary>Draws many trials as one line with gaps, which keeps the page at tens of elements and not thousands.</summary>
    private static object Lines(
        string name, TrialView[] trials, ImmutableArray<ParallelAxis> axes, string color, int width, double opacity) => new
        {
            type = "scatter",
            mode = "lines",
            name,
            showlegend = trials.Length > 0,
            hoverinfo = "skip",
            x = trials.SelectMany(_ => Enumerable.Range(0, axes.Length).Select(axis => (double)axis).Append(double.NaN)),
            y = trials.SelectMany(trial => axes.Select(axis => axis.PlaceOf(trial)).Append(double.NaN)),
            line = new { color, width },
            opacity,
        };

    /// <summary>Labels have a background, so that they are readable over the lines.</summary>
    private static IEnumerable<object> Labels(int index, ParallelAxis axis) => axis.Marks.Index().Select(mark => new
    {
        x = index,
        y = axis.MarkAt(mark.Index),
        text = mark.Item,
        showarrow = false,
        xanchor = "right",
        xshift = -4,
        bgcolor = "--ground",
        borderpad = 1,
    });
}
