using System.Collections.Immutable;
using System.Globalization;

namespace Paretune.Dashboard.Charts;

/// <summary>The server's preview of the front chart: the same marks in about the same places, without tooltips.</summary>
internal static class FrontPreview
{
    // Share of the axes left free beyond the outermost marks and the limit lines.
    private const double Margin = 0.08;

    // About as many ticks as plotly draws.
    private const int XTicks = 8, YTicks = 6;

    /// <summary>Creates the preview; null if there is nothing to draw, or if the settings need the full chart.</summary>
    public static ChartPreview? Create(IReadOnlyList<FrontGroup> groups, FrontChoice choice)
    {
        var axis = choice.Axis;
        var shown = groups.Where(group => group.Trials.Count > 0).ToArray();
        if (shown.Length == 0 || choice.Colour is not null || choice.Size is not null || !choice.Selection.IsEmpty)
            return null;
        var (x, y) = (
            Axis(shown.SelectMany(group => group.Trials).Select(axis.Value), axis.Metric.IsCost),
            Axis(shown.SelectMany(group => group.Trials).Select(choice.Accuracy), isLogarithmic: false));
        return new(
            axis.Title, choice.Title,
            [.. x.Ticks(XTicks).Select(value => new PreviewTick(x.Place(value), axis.Metric.Format.InSentence(value)))],
            [.. y.Ticks(YTicks).Select(value => new PreviewTick(y.Place(value), value.ToString("0.0%", CultureInfo.InvariantCulture)))],
            [
                .. shown.Select(group => new PreviewMarks(
                    group.Name, group.Colour, group.Symbol, group.Size, Places(group),
                    group.IsJoined ? Stairs(Places(group), axis.IsMost) : [])),
            ]);

        ImmutableArray<(double X, double Y)> Places(FrontGroup group) =>
            [.. group.Trials.Select(trial => (x.Place(axis.Value(trial)), y.Place(choice.Accuracy(trial))))];
    }

    /// <summary>Joins the front's points by steps: first horizontal, then vertical if lower values are better.</summary>
    private static ImmutableArray<(double X, double Y)> Stairs(ImmutableArray<(double X, double Y)> places, bool isAcrossFirst) =>
    [
        .. places.Take(1),
        .. places.Zip(places.Skip(1)).SelectMany(pair => new[]
        {
            isAcrossFirst ? (pair.Second.X, pair.First.Y) : (pair.First.X, pair.Second.Y), pair.Second,
        }),
    ];

    private static AxisScale Axis(IEnumerable<double> values, bool isLogarithmic)
    {
        double[] all = [.. values];
        var (least, most) = (all.Min(), all.Max());
        if (least == most)
            return isLogarithmic ? new(least / 2, most * 2, true) : new(least - Margin, most + Margin, false);
        var tight = new AxisScale(least, most, isLogarithmic);
        return new(tight.At(-Margin), tight.At(1 + Margin), isLogarithmic);
    }
}
