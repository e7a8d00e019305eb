using System.Collections.Immutable;
using Paretune.Tuning.Metrics;

namespace Paretune.Dashboard.Charts;

/// <summary>A metric that the front can be charted against. Costs get a logarithmic axis.</summary>
public sealed record MetricAxis(Metric Metric)
{
    /// <summary>The key in addresses.</summary>
    public string Key => Metric.Key;

    public string Title => Metric.Counted;

    /// <summary>Whether a limit on the metric is a maximum; otherwise it is a minimum.</summary>
    public bool IsMost => !Metric.IsMaximized;

    /// <summary>Returns the axes that a search's trials have.</summary>
    public static ImmutableArray<MetricAxis> For(SearchSpec spec) =>
        [.. MetricTable.From(spec).Axes(spec).Select(metric => new MetricAxis(metric))];

    /// <summary>Returns the axis with this key, or the search's first one.</summary>
    public static MetricAxis From(SearchSpec spec, string? key) => For(spec).FirstOrDefault(axis => axis.Key == key) ?? For(spec)[0];

    /// <summary>Returns a trial's value; NaN if not known, or if it is a cost of 0, which has no logarithm.</summary>
    public double Value(TrialView trial) => Metric.Value(trial) is var value && (value > 0 || !Metric.IsCost) ? value : double.NaN;

    public string Text(double value) => Metric.Cell(value);

    /// <summary>Returns plotly's layout of the axis, with ticks at 1, 2 and 5 and SI prefixes.</summary>
    public object Layout(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return Metric.IsCost
            ? new
            {
                title = new { text = Title },
                type = "log",
                tickformat = Metric.Format.IsWhole ? "~s" : "~g",
                dtick = Ticks.Logarithmic(all),
                // For equal values, plotly would show a decade that may not contain the mark.
                range = all.Distinct().ToArray() is [> 0 and var only] && double.IsFinite(only)
                    ? new[] { Math.Log10(only / 2), Math.Log10(only * 2) } : null,
            }
            : new { title = new { text = Title }, type = "linear", tickformat = Metric.Format.Ticks };
    }

    /// <summary>Returns the place of a value between two others, 0 to 1.</summary>
    public double Share(double value, double from, double to) =>
        !(to > from) ? 0.5 : Metric.IsCost ? Math.Log(value / from) / Math.Log(to / from) : (value - from) / (to - from);

    /// <summary>Returns the value at a place between two others.</summary>
    public double At(double share, double from, double to) =>
        Metric.IsCost ? from * Math.Pow(to / from, share) : from + share * (to - from);

    public MetricLimit Limit(double bound) => new(Metric, (decimal)(Metric.Format.IsWhole ? Math.Round(bound) : bound));
}
