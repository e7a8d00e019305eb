using Paretune.Tuning.Metrics;
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
    public Optimum? Choose(IEnumerable<TrialView> front, Objectives objectives) => Choose(front, objectives, "front members");

    /// <summary>
    /// Picks among the front of those points that are within <paramref name="limits"/>; null when none is. A limit on what is no objective
    /// may exclude a point that dominates another, so that front is not a part of the front of all.
    /// </summary>
    /// <inheritdoc cref="Choose(IEnumerable{TrialView}, Objectives)" path="/returns"/>
    public Optimum? ChooseWithin(IReadOnlyCollection<MetricLimit> limits, IReadOnlyCollection<TrialView> trials, Objectives objectives)
    {
        TrialView[] within = [.. trials.Where(trial => !limits.Any(limit => limit.Excludes(trial)))];
        var front = objectives.NewFront<TrialView>();
        foreach (var trial in within)
            front.Add(trial, objectives.Values(trial));
        return Choose(front.Members, objectives, within.Length == trials.Count
            ? "front members"
            : $"front members of the trials with {string.Join(" and ", limits.Select(limit => limit.Allowed))}");
    }

    private Optimum? Choose(IEnumerable<TrialView> front, Objectives objectives, string members)
    {
        TrialView[] points = [.. front.OrderBy(point => point.Number)];
        if (points.Length == 0)
            return null;
        var (point, reason) = points is [var only]
            ? (only, $"is the only one of the {members}, with {objectives.InSentence(only)}")
            : Pick(points, objectives, members);
        return new(point.Number, Text, $"trial {point.Number} {reason}");
    }

    /// <param name="points">At least two, by trial number.</param>
    /// <param name="members">What to call the points, in the plural.</param>
    /// <returns>The point and why, a sentence whose subject is the trial.</returns>
    private protected abstract (TrialView Point, string Reason) Pick(TrialView[] points, Objectives objectives, string members);

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

    /// <summary>
    /// The cheapest first, by each cost in turn; among equals the better by the goal, then the one with the lowest number.
    /// </summary>
    private protected static IComparer<TrialView> ByCost(Objectives objectives) => Comparer<TrialView>.Create((one, other) =>
        objectives.Costs.Select(cost => cost.Value(one).CompareTo(cost.Value(other)))
            .Append(objectives.Goal.Gain(other).CompareTo(objectives.Goal.Gain(one)))
            .Append(one.Number.CompareTo(other.Number))
            .FirstOrDefault(order => order != 0));
}
