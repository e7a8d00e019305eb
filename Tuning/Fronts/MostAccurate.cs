namespace Paretune.Tuning.Fronts;

/// <summary>The front member that is best by the goal, which is accuracy; the cheapest of several.</summary>
internal sealed record MostAccurate : OptimumRule
{
    public const string Rule = "most-accurate";

    public override string Text => Rule;
    public override bool WeighsCosts => false;

    internal override int Pick(FrontTable table, double[] gains) => table.Best(gains, gains);

    internal override string Headline(FrontTable table, int row) =>
        $"The {table.Scale.Objectives.Goal.Best} {table.Scale.Objectives.Goal.Title} of";

    private protected override string Reason(FrontTable table, int row, Func<int, TrialView> trialOf, string members)
    {
        var (goal, trial) = (table.Scale.Objectives.Goal, trialOf(table.Numbers[row]));
        return $"has the {goal.Best} {goal.Title} of the {table.Count} {members}: {table.Scale.Objectives.InSentence(trial)}";
    }
}
