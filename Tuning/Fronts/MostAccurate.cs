namespace Paretune.Tuning.Fronts;

/// <summary>The front member with the highest accuracy; the cheapest of several.</summary>
internal sealed record MostAccurate : OptimumRule
{
    public const string Rule = "most-accurate";

    public override string Text => Rule;

    private protected override (FrontPoint Point, string Reason) Pick(FrontPoint[] points, Objective[] costs, string members)
    {
        var best = points.Max(point => point.Accuracy);
        var chosen = points.Where(point => point.Accuracy == best).Min(ByCost(costs))!;
        return (chosen, $"has the highest accuracy of the {points.Length} {members}: {Show(chosen, costs)}");
    }
}
