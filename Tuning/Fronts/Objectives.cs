namespace Paretune.Tuning.Fronts;

/// <summary>What each objective measures and which way it is better.</summary>
public static class Objectives
{
    public static Direction Direction(this Objective objective) =>
        objective == Objective.Accuracy ? Fronts.Direction.Maximise : Fronts.Direction.Minimise;

    /// <summary>The figure of a trial on one objective; NaN for a latency that was not measured.</summary>
    public static double ValueOf(this Objective objective, double accuracy, Cost cost, double? latency = null) => objective switch
    {
        Objective.Accuracy => accuracy,
        Objective.Parameters => cost.Parameters,
        Objective.Macs => cost.Macs,
        Objective.Bytes => cost.Bytes,
        Objective.Latency => latency ?? double.NaN,
        _ => throw new ArgumentOutOfRangeException(nameof(objective), objective, "this objective has no figure"),
    };

    internal static double ValueOf(this Objective objective, FrontPoint point) => objective.ValueOf(point.Accuracy, point.Cost, point.Latency);

    /// <summary>An empty front whose points have a value for each objective.</summary>
    internal static Front<T> NewFront<T>(this IEnumerable<Objective> objectives) => new([.. objectives.Select(Direction)]);

    /// <summary>What <see cref="NewFront"/> compares a point by.</summary>
    internal static double[] ValuesOf(this IEnumerable<Objective> objectives, FrontPoint point) =>
        [.. objectives.Select(objective => objective.ValueOf(point))];

    internal static IEnumerable<Objective> Costs(this IEnumerable<Objective> objectives) =>
        objectives.Where(objective => objective != Objective.Accuracy);
}
