using System.Collections.Immutable;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Words;

namespace Paretune.Dashboard.Charts;

/// <summary>
/// Parallel coordinates: a line for each trial through its hyperparameters to its accuracy. Drawn as ordinary lines, because plotly's own
/// kind compiles shaders from text, which the page's security policy forbids.
/// </summary>
internal static class ParallelChart
{
    private const int Most = 1500, Bands = 5;

    private static readonly string[] Colours = ["--faint", "--c6", "--c2", "--c1", "--best"];

    public static Chart Of(SearchSpec spec, IReadOnlyList<TrialView> trials)
    {
        TrialView[] measured = [
            .. trials.Where(trial => trial.Accuracy is { } accuracy && double.IsFinite(accuracy)).OrderBy(trial => trial.Accuracy)];
        TrialView[] drawn = measured.Length <= Most
            ? measured : [.. Enumerable.Range(0, Most).Select(i => measured[(int)((long)i * (measured.Length - 1) / (Most - 1))])];
        Axis[] axes = [.. Axes(spec, trials)];
        return new(
            "Hyperparameters and accuracy",
            measured.Length == 0
                ? "No trial has an accuracy yet."
                : CountText.Of(measured.Length, "trial")
                    + $"{(drawn.Length < measured.Length ? $", of which {drawn.Length} are drawn" : "")}, in {Bands} "
                    + $"bands of accuracy from {Show.Percent(measured[0].Accuracy)} to {Show.Percent(measured[^1].Accuracy)}; the most "
                    + $"accurate: {TrialDescription.Of(trials).Text(measured[^1])}.",
            [.. Enumerable.Range(0, Bands).Select(band => Band(band, Slice(drawn, band), axes))],
            new
            {
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
                .. measured.Reverse().Select(
                    trial => ImmutableArray.Create<string>([$"{trial.Number}", .. axes.Select(axis => axis.Text(axis.Value(trial)))]))]));
    }

    private static TrialView[] Slice(TrialView[] drawn, int band) =>
        drawn[(drawn.Length * band / Bands)..(drawn.Length * (band + 1) / Bands)];

    /// <summary>All lines of a band as one, broken between trials: ten elements in the page, not ten thousand.</summary>
    private static object Band(int band, TrialView[] trials, Axis[] axes) => new
    {
        type = "scatter",
        mode = "lines",
        name = trials.Length == 0 ? "" : $"{Show.Percent(trials[0].Accuracy)} to {Show.Percent(trials[^1].Accuracy)}",
        showlegend = trials.Length > 0,
        hoverinfo = "skip",
        x = trials.SelectMany(_ => Enumerable.Range(0, axes.Length).Select(axis => (double)axis).Append(double.NaN)),
        y = trials.SelectMany(trial => axes.Select(axis => axis.Place(trial)).Append(double.NaN)),
        line = new { color = Colours[band], width = band == Bands - 1 ? 2 : 1 },
        opacity = 0.35 + 0.15 * band,
    };

    /// <summary>On a ground of their own, over the lines that pass by.</summary>
    private static IEnumerable<object> Labels(int index, Axis axis) => axis.Marks.Select(mark => new
    {
        x = index,
        y = axis.PlaceOf(mark),
        text = axis.Text(mark),
        showarrow = false,
        xanchor = "right",
        xshift = -4,
        bgcolor = "--ground",
        borderpad = 1,
    });

    /// <summary>Only what differs between trials.</summary>
    private static IEnumerable<Axis> Axes(SearchSpec spec, IReadOnlyList<TrialView> trials)
    {
        if (trials.Select(trial => trial.Network).Distinct().Order(StringComparer.Ordinal).ToList() is { Count: > 1 } networks)
            yield return Networks(networks);
        var model = HyperparameterColumn.OfModel(trials is [var any, ..] ? any.Configuration : null);
        foreach (var column in model.AddRange(HyperparameterColumn.Common).AddRange(HyperparameterColumn.Recipe))
            if (Of(column, trials.Select(trial => column.Of(trial.Configuration))) is { Marks.Length: > 1 } axis)
                yield return axis;
        if (trials.Count == 0)
            yield break;
        // Costs known before training go together, so that one stands for them.
        foreach (var (i, axis) in MetricAxis.For(spec).Index())
            if (i == 0 || axis.Metric.Known != MetricTime.BeforeTraining)
                yield return Of(axis, trials);
        var accuracies = trials.Select(trial => trial.Accuracy).OfType<double>().Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var (low, high) = (accuracies.Min(), accuracies.Max());
        yield return new(
            "accuracy", high > low ? [low, high] : [low], trial => trial.Accuracy ?? double.NaN,
            value => high > low ? (value - low) / (high - low) : 0.5, value => Show.Percent(value));
    }

    private static Axis Of(MetricAxis axis, IReadOnlyList<TrialView> trials)
    {
        var values = trials.Select(axis.Of).Where(double.IsFinite).DefaultIfEmpty(1).ToList();
        var (least, most) = (values.Min(), values.Max());
        return new(axis.Title, [least, most], axis.Of, value => axis.Share(value, least, most), axis.Text);
    }

    private static Axis Networks(List<string> networks) => new(
        "network", [.. Enumerable.Range(0, networks.Count).Select(place => (double)place)], trial => networks.IndexOf(trial.Network),
        place => place / (networks.Count - 1.0), place => networks[(int)place]);

    /// <summary>
    /// A searched hyperparameter: its values stand evenly, whatever they are. A place on it is the value's place in their order.
    /// </summary>
    private static Axis Of(HyperparameterColumn column, IEnumerable<HyperparameterValue> values)
    {
        ImmutableArray<HyperparameterValue> marks = [
            .. values.Distinct().OrderBy(value => value.Word, StringComparer.Ordinal).ThenBy(value => value.Number)];
        return new(
            column.Title, [.. Enumerable.Range(0, marks.Length).Select(place => (double)place)],
            trial => marks.IndexOf(column.Of(trial.Configuration)),
            place => marks.Length > 1 ? place / (marks.Length - 1.0) : 0.5, place => Show.Value(marks[(int)place]));
    }

    private sealed record Axis(
        string Title, ImmutableArray<double> Marks, Func<TrialView, double> Value, Func<double, double> PlaceOf, Func<double, string> Text)
    {
        public double Place(TrialView trial) => PlaceOf(Value(trial));
    }
}
