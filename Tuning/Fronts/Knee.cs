using System.Globalization;

namespace Paretune.Tuning.Fronts;

/// <summary>
/// The member farthest above the chord between the cheapest and the most accurate. Accuracy and the logarithm of each cost are brought to
/// 0..1 over the members; a member's height is its accuracy less the mean of its costs, which on two objectives is its distance to the
/// chord times √2. Das, "On characterizing the knee of the Pareto curve based on normal-boundary intersection", 1999; Satopää et al.,
/// "Finding a kneedle in a haystack", 2011. Costs are logarithmic because a network half as large is as much a gain at any size.
/// </summary>
internal sealed record Knee : OptimumRule
{
    public const string Rule = "knee";

    // What two decimals show as more than 0.00.
    private const double Visible = 0.005;

    public override string Text => Rule;

    private protected override (FrontPoint Point, string Reason) Pick(FrontPoint[] points, Objective[] costs, string members)
    {
        var accuracy = Normalised(points, point => point.Accuracy);
        var price = costs.Select(cost => Normalised(points, point => Math.Log(Math.Max(LeastOf(cost), cost.ValueOf(point))))).ToArray();
        var heights = points.Select((_, i) => accuracy[i] - price.Select(axis => axis[i]).Average()).ToArray();

        // The first of equals, so the lowest trial number.
        var knee = Array.IndexOf(heights, heights.Max());
        var height = heights[knee];
        var line = $"the line from the cheapest to the most accurate, over the logarithm of {string.Join(", ", costs.Select(Figures.UnitOf))}";

        // Below zero where accuracies are equal and costs opposed.
        var place = height < Visible
            ? $"no member lies above {line}; it comes nearest to that line"
            : string.Create(CultureInfo.InvariantCulture, $"it lies highest ({height:0.00}) above {line}");
        return (points[knee], $"is the knee of the {points.Length} {members}: at {Show(points[knee], costs)} {place}");
    }

    // Counts are whole; a latency of a microsecond is as good as none.
    private static double LeastOf(Objective cost) => cost == Objective.Latency ? 0.001 : 1;

    private static double[] Normalised(FrontPoint[] points, Func<FrontPoint, double> value)
    {
        var values = points.Select(value).ToArray();
        var (min, max) = (values.Min(), values.Max());
        return [.. values.Select(x => max > min ? (x - min) / (max - min) : 0)];
    }
}
