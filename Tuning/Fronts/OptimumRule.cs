using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Fronts;

/// <summary>A rule that picks one front member: <c>knee</c>, <c>smallest-within:POINTS</c> or <c>most-accurate</c>.</summary>
public abstract record OptimumRule
{
    /// <summary>What a search uses that names no rule.</summary>
    public const string Default = Knee.Rule;

    private static readonly string[] Known = [Knee.Rule, SmallestWithin.Pattern, MostAccurate.Rule];

    /// <summary>The rule as the search file names it.</summary>
    public abstract string Text { get; }

    /// <exception cref="ArgumentException">The rule is not known; the message says which are.</exception>
    public static OptimumRule Parse(string text) => TryParse(text, out var fault) ?? throw new ArgumentException(fault);

    /// <summary>Picks among the members of a front; null when it has none.</summary>
    /// <returns>The member, and why in one sentence with its figures.</returns>
    public Optimum? Choose(IEnumerable<FrontPoint> front, IReadOnlyList<Objective> objectives) => Choose(front, objectives, "front members");

    /// <summary>
    /// Picks among the front of those points that are within <paramref name="limits"/>; null when none is. A limit on what is no objective
    /// may exclude a point that dominates another, so that front is not a part of the front of all.
    /// </summary>
    /// <inheritdoc cref="Choose(IEnumerable{FrontPoint}, IReadOnlyList{Objective})" path="/returns"/>
    public Optimum? ChooseWithin(Limits limits, IReadOnlyCollection<FrontPoint> points, IReadOnlyList<Objective> objectives)
    {
        CostLimit[] set = [.. CostLimit.Set(limits)];
        FrontPoint[] within = [.. points.Where(point => !set.Any(limit => limit.Excludes(point.Cost)))];
        var front = objectives.NewFront<FrontPoint>();
        foreach (var point in within)
            front.Add(point, objectives.ValuesOf(point));
        return Choose(front.Members, objectives, within.Length == points.Count
            ? "front members"
            : $"front members of the trials with {string.Join(" and ", set.Select(limit => limit.Allowed))}");
    }

    private Optimum? Choose(IEnumerable<FrontPoint> front, IReadOnlyList<Objective> objectives, string members)
    {
        FrontPoint[] points = [.. front.OrderBy(point => point.Trial)];
        if (points.Length == 0)
            return null;
        Objective[] costs = [.. objectives.Costs()];
        var (point, reason) = points is [var only]
            ? (only, $"is the only one of the {members}, with {Show(only, costs)}")
            : Pick(points, costs, members);
        return new(point.Trial, Text, $"trial {point.Trial} {reason}");
    }

    /// <param name="points">At least two, by trial number.</param>
    /// <param name="costs">The objectives other than accuracy, the most important first.</param>
    /// <param name="members">What to call the points, in the plural.</param>
    /// <returns>The point and why, a sentence whose subject is the trial.</returns>
    private protected abstract (FrontPoint Point, string Reason) Pick(FrontPoint[] points, Objective[] costs, string members);

    internal static OptimumRule? TryParse(string text, out string fault)
    {
        fault = "";
        if (text == Knee.Rule)
            return new Knee();
        if (text == MostAccurate.Rule)
            return new MostAccurate();
        if (text.StartsWith(SmallestWithin.Prefix, StringComparison.Ordinal))
            return SmallestWithin.TryRead(text, out fault);
        fault = Spelling.Unknown("rule", text, Known);
        return null;
    }

    private protected static string Show(FrontPoint point, Objective[] costs) =>
        string.Join(", ", costs.Select(cost => Figures.Of(cost, point)).Prepend(Figures.Percent(point.Accuracy)));

    /// <summary>The cheapest first, by each cost in turn; among equals the more accurate, then the one with the lowest number.</summary>
    private protected static IComparer<FrontPoint> ByCost(Objective[] costs) => Comparer<FrontPoint>.Create((one, other) =>
        costs.Select(cost => cost.ValueOf(one).CompareTo(cost.ValueOf(other)))
            .Append(other.Accuracy.CompareTo(one.Accuracy))
            .Append(one.Trial.CompareTo(other.Trial))
            .FirstOrDefault(order => order != 0));
}
