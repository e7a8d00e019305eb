using System.Globalization;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Fronts;

/// <summary>The cheapest front member whose accuracy is at most <paramref name="Points"/> percentage points below the best.</summary>
internal sealed record SmallestWithin(double Points) : OptimumRule
{
    public const string Prefix = "smallest-within:";
    public const string Pattern = Prefix + "POINTS";

    // 83.1 − 82.6 is a little more than 0.5 in binary; a member at the very edge is meant to be in.
    private const double Tolerance = 1e-9;

    public override string Text => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Points}");

    public static SmallestWithin? TryRead(string text, out string fault)
    {
        var isNumber = double.TryParse(text.AsSpan(Prefix.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var points);
        var isAllowed = isNumber && points is >= 0 and <= 100;
        fault = isAllowed
            ? ""
            : $"POINTS of {Pattern} must be percentage points from 0 to 100, but is \"{Spelling.Shortened(text[Prefix.Length..])}\"; "
                + $"write {Prefix}0.5";
        return isAllowed ? new(points) : null;
    }

    private protected override (TrialView Point, string Reason) Pick(TrialView[] points, Objectives objectives, string members)
    {
        var (goal, cost) = (objectives.Goal, objectives.Costs[0]);
        var best = points.MaxBy(goal.Gain)!;
        var near = points.Where(point => 100 * (goal.Gain(best) - goal.Gain(point)) <= Points + Tolerance).ToArray();
        var chosen = near.Min(ByCost(objectives))!;
        var distance = string.Create(CultureInfo.InvariantCulture, $"{Points} points");
        return (chosen, near.Length == 1
            ? $"alone of the {points.Length} {members} is within {distance} of the best {goal.Title}, {goal.Number(best)}, "
                + $"at {cost.InSentence(chosen)}"
            : $"has the fewest {cost.Counted} ({cost.Number(chosen)}) among the {near.Length} {members} within "
                + $"{distance} of the best {goal.Title}, {goal.Number(best)}, with {goal.Number(chosen)} itself");
    }
}
