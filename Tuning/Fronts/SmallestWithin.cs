using System.Globalization;
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

    private protected override (FrontPoint Point, string Reason) Pick(FrontPoint[] points, Objective[] costs, string members)
    {
        var best = points.Max(point => point.Accuracy);
        var near = points.Where(point => 100 * (best - point.Accuracy) <= Points + Tolerance).ToArray();
        var chosen = near.Min(ByCost(costs))!;
        var distance = string.Create(CultureInfo.InvariantCulture, $"{Points} points");
        return (chosen, near.Length == 1
            ? $"alone of the {points.Length} {members} is within {distance} of the best accuracy, {Figures.Percent(best)}, "
                + $"at {Figures.Of(costs[0], chosen)}"
            : $"has the fewest {Figures.UnitOf(costs[0])} ({Figures.Count(costs[0], chosen)}) among the {near.Length} {members} within "
                + $"{distance} of the best accuracy, {Figures.Percent(best)}, with {Figures.Percent(chosen.Accuracy)} itself");
    }
}
