using System.Collections.Immutable;
using System.Globalization;
using Paretune.Tuning.Formatting;

namespace Paretune.Dashboard.Charts;

/// <summary>A histogram of configurations by cost, with those that a limit excludes beside those that are trained.</summary>
internal static class CostsChart
{
    private static readonly long[] Marks = [1, 2, 5];

    /// <summary>Creates the chart; null if all configurations cost the same.</summary>
    /// <param name="costs">For each cost in MACs, the number of configurations, and whether they are trained.</param>
    public static Chart? Create(IReadOnlyCollection<(long Macs, long Count, bool IsTrained)> costs)
    {
        if (costs.Select(one => one.Macs).Distinct().Count() < 2)
            return null;
        Bin[] bins = [.. Bins(costs.Min(one => one.Macs), costs.Max(one => one.Macs)).Select(bin => bin with
        {
            Trained = costs.Where(one => one.IsTrained && bin.Has(one.Macs)).Sum(one => one.Count),
            Excluded = costs.Where(one => !one.IsTrained && bin.Has(one.Macs)).Sum(one => one.Count),
        })];
        var hasExcluded = bins.Any(bin => bin.Excluded > 0);
        return new(
            "MACs of the configurations", Summary(costs), [
                Bars("trained", bins, bin => bin.Trained, "--front"),
                .. hasExcluded ? [Bars("over a limit", bins, bin => bin.Excluded, "--faint")] : Array.Empty<object>()],
            new
            {
                barmode = "stack",
                showlegend = hasExcluded,
                xaxis = new { type = "category" },
                yaxis = new { title = new { text = "configurations" }, rangemode = "tozero" },
            },
            new(["MACs", "trained", "over a limit"], () => [.. bins.Select(bin => ImmutableArray.Create(
                bin.Name, bin.Trained.ToString(CultureInfo.InvariantCulture), bin.Excluded.ToString(CultureInfo.InvariantCulture)))]));
    }

    private static string Summary(IReadOnlyCollection<(long Macs, long Count, bool IsTrained)> costs)
    {
        var trained = costs.Where(one => one.IsTrained).OrderBy(one => one.Macs).ToList();
        if (trained.Count == 0)
            return "Every configuration is over a limit.";
        var (half, sofar) = (trained.Sum(one => one.Count) / 2.0, 0L);
        var median = trained.First(one => (sofar += one.Count) >= half).Macs;
        return $"From {Formatter.Amount(trained[0].Macs)} to {Formatter.Amount(trained[^1].Macs)} MACs; half of the configurations "
            + $"have at most {Formatter.Amount(median)}.";
    }

    /// <summary>Returns bins between 1, 2 and 5 times powers of ten.</summary>
    private static IEnumerable<Bin> Bins(long least, long most)
    {
        var marks = Enumerable.Range(0, 18).SelectMany(power => Marks.Select(mark => mark * (long)Math.Pow(10, power))).Prepend(0).ToList();
        return marks.Zip(marks.Skip(1), (from, to) => new Bin(from, to, 0, 0)).Where(bin => bin.To > least && bin.From <= most);
    }

    private static object Bars(string name, Bin[] bins, Func<Bin, long> count, string colour) => new
    {
        type = "bar",
        name,
        x = bins.Select(bin => bin.Name),
        y = bins.Select(count),
        marker = new { color = colour },
        hovertemplate = "%{y} configurations of %{x} MACs<extra></extra>",
    };

    private sealed record Bin(long From, long To, long Trained, long Excluded)
    {
        public string Name => $"{Mark(From)} to {Mark(To)}";

        public bool Has(long macs) => macs >= From && macs < To;

        private static string Mark(long value) => value switch
        {
            >= 1_000_000_000 => $"{value / 1_000_000_000} G",
            >= 1_000_000 => $"{value / 1_000_000} M",
            >= 1000 => $"{value / 1000} k",
            _ => $"{value}",
        };
    }
}
