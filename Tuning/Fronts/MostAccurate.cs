using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Fronts;

/// <summary>The front member that is best by the goal, which is accuracy; the cheapest of several.</summary>
internal sealed record MostAccurate : OptimumRule
{
    public const string Rule = "most-accurate";

    public override string Text => Rule;

    private protected override (TrialView Point, string Reason) Pick(TrialView[] points, Objectives objectives, string members)
    {
        var goal = objectives.Goal;
        var best = points.Max(goal.Gain);
        var chosen = points.Where(point => goal.Gain(point) == best).Min(ByCost(objectives))!;
        return (chosen, $"has the {goal.Best} {goal.Title} of the {points.Length} {members}: {objectives.InSentence(chosen)}");
    }
}
