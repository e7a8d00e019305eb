namespace Paretune.Tuning.Fronts;

/// <summary>
/// The share of the objective space that a front dominates, 0 to 1: the usual measure of how good a front is as a whole, because it grows with
/// every member that is better and with every one that is elsewhere. Zitzler and Thiele, "Multiobjective optimization using evolutionary
/// algorithms", 1998. Accuracy counts from 0; each cost up to a tenth more than the most expensive configuration's, so that even that one
/// counts for something.
/// </summary>
public static class Hypervolume
{
    private const double Margin = 1.1;

    /// <param name="worst">The highest of each cost in the search.</param>
    /// <param name="slowest">The highest latency measured so far; a slower trial makes the space larger.</param>
    public static double Of(IEnumerable<FrontPoint> front, IReadOnlyList<Objective> objectives, Cost worst, double slowest = 0) =>
        Of([.. front.Select(point => Losses(point, objectives, new(0, 0, worst, slowest)))], objectives.Count);

    /// <summary>Each objective as a loss from 0 (best) to 1 (the reference point).</summary>
    private static double[] Losses(FrontPoint point, IReadOnlyList<Objective> objectives, FrontPoint worst) =>
        [.. objectives.Select(objective => objective == Objective.Accuracy
            ? 1 - point.Accuracy
            : objective.ValueOf(point) / (Margin * (objective.ValueOf(worst) is > 0 and var most ? most : 1)))];

    /// <summary>Slices along the last objective: between two members the slice is as thick as they are apart, and what the earlier ones cover.</summary>
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
