using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Fronts;

/// <summary>
/// The share of the objective space that a front dominates, 0 to 1: the usual measure of how good a front is as a whole, because it grows
/// with every member that is better and with every one that is elsewhere. Zitzler and Thiele, "Multiobjective optimization using
/// evolutionary algorithms", 1998. Shares such as accuracy count whole; each cost up to a tenth more than the most expensive
/// configuration's, so that even that one counts for something.
/// </summary>
public static class Hypervolume
{
    private const double Margin = 1.1;

    /// <param name="highest">Of each objective in the search so far; a trial beyond makes the space larger.</param>
    public static double Of(IEnumerable<TrialView> front, Objectives objectives, Highest highest) =>
        Of([.. front.Select(point => objectives.All.Select(metric => Loss(metric, metric.Value(point), highest)).ToArray())],
            objectives.All.Length);

    /// <summary>From 0 (best) to 1 (the reference point).</summary>
    private static double Loss(Metric metric, double value, Highest highest)
    {
        var share = value / (metric.Format.Most ?? Margin * highest.Of(metric));
        return metric.IsMaximised ? 1 - share : share;
    }

    /// <summary>
    /// Slices along the last objective: between two members the slice is as thick as they are apart, and what the earlier ones cover.
    /// </summary>
    // O(n² log n) on three objectives, which is what searches have; a front has tens of members.
    private static double Of(List<double[]> losses, int objectives)
    {
        if (losses.Count == 0)
            return 0;
        if (objectives == 1)
            return 1 - losses.Min(loss => loss[0]);
        var last = objectives - 1;
        losses.Sort((one, other) => one[last].CompareTo(other[last]));
        if (objectives == 2)
            return Area(losses);
        var volume = 0.0;
        for (var i = 0; i < losses.Count; i++)
        {
            var thickness = (i + 1 < losses.Count ? losses[i + 1][last] : 1) - losses[i][last];
            if (thickness > 0)
                volume += thickness * Of(losses[..(i + 1)], last);
        }

        return volume;
    }

    /// <param name="losses">By ascending second objective.</param>
    private static double Area(List<double[]> losses)
    {
        var (area, reached) = (0.0, 1.0);
        foreach (var loss in losses.Where(loss => loss[1] < 1))
        {
            area += Math.Max(0, reached - loss[0]) * (1 - loss[1]);
            reached = Math.Min(reached, loss[0]);
        }

        return area;
    }
}
