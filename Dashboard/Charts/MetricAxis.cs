using System.Collections.Immutable;
using Paretune.Tuning.Metrics;

namespace Paretune.Dashboard.Charts;

/// <summary>A metric that the front can be drawn against. Costs have a logarithmic axis.</summary>
public sealed record MetricAxis(Metric Metric)
{
    /// <summary>As addresses name it.</summary>
    public string Key => Metric.Key;

    public string Title => Metric.Counted;

    /// <summary>Whether a limit on it is the most there may be, or the least.</summary>
    public bool IsMost => !Metric.IsMaximised;

    /// <summary>Those that the trials of a search have.</summary>
    public static ImmutableArray<MetricAxis> For(SearchSpec spec) =>
        [.. MetricTable.From(spec).Axes(spec).Select(metric => new MetricAxis(metric))];

    /// <summary>The one of that key, or else the search's first.</summary>
    public static MetricAxis From(SearchSpec spec, string? key) => For(spec).FirstOrDefault(axis => axis.Key == key) ?? For(spec)[0];

    /// <summary>NaN while it is not known. An unknown cost is 0, which has no logarithm.</summary>
    public double Value(TrialView trial) => Metric.Value(trial) is var value && (value > 0 || !Metric.IsCost) ? value : double.NaN;

    public string Text(double value) => Metric.Cell(value);

    /// <summary>How plotly is to draw it, marked at 1, 2 and 5 with the prefixes of the SI.</summary>
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
                // Of equal values plotly would show decades around a mark that may lie outside of them.
                range = all.Distinct().ToArray() is [> 0 and var only] && double.IsFinite(only)
                    ? new[] { Math.Log10(only / 2), Math.Log10(only * 2) } : null,
            }
            : new { title = new { text = Title }, type = "linear", tickformat = Metric.Format.Ticks };
    }

    /// <summary>A value's place between two others, 0 to 1.</summary>
    public double Share(double value, double from, double to) =>
        !(to > from) ? 0.5 : Metric.IsCost ? Math.Log(value / from) / Math.Log(to / from) : (value - from) / (to - from);

    /// <summary>The value at a place between two others.</summary>
    public double At(double share, double from, double to) =>
        Metric.IsCost ? from * Math.Pow(to / from, share) : from + share * (to - from);

    public MetricLimit Limit(double bound) => new(Metric, (decimal)(Metric.Format.IsWhole ? Math.Round(bound) : bound));
}
