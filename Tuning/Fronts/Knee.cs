using System.Globalization;
using Paretune.Tuning.Metrics;

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

    private protected override (TrialView Point, string Reason) Pick(TrialView[] points, Objectives objectives, string members)
    {
        var accuracy = Normalised(points, objectives.Goal.Gain);
        var price = objectives.Costs.Select(
            cost => Normalised(points, point => Math.Log(Math.Max(cost.Format.Least, cost.Value(point))))).ToArray();
        var heights = points.Select((_, i) => accuracy[i] - price.Select(axis => axis[i]).Average()).ToArray();

        // The first of equals, so the lowest trial number.
        var knee = Array.IndexOf(heights, heights.Max());
        var height = heights[knee];
        var line = "the line from the cheapest to the most accurate, over the logarithm "
            + $"of {string.Join(", ", objectives.Costs.Select(cost => cost.Counted))}";

        // Below zero where accuracies are equal and costs opposed.
        var place = height < Visible
            ? $"no member lies above {line}; it comes nearest to that line"
            : string.Create(CultureInfo.InvariantCulture, $"it lies highest ({height:0.00}) above {line}");
        return (points[knee], $"is the knee of the {points.Length} {members}: at {objectives.InSentence(points[knee])} {place}");
    }

    private static double[] Normalised(TrialView[] points, Func<TrialView, double> value)
    {
        var values = points.Select(value).ToArray();
        var (min, max) = (values.Min(), values.Max());
        return [.. values.Select(x => max > min ? (x - min) / (max - min) : 0)];
    }
}
