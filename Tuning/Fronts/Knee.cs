using System.Globalization;

namespace Paretune.Tuning.Fronts;

/// <summary>
/// The member farthest above the line from the cheapest candidate of the space, at the accuracy of guessing, to the most expensive, at
/// the best member's accuracy. On that line accuracy rises evenly with the logarithm of the size; a member's height is its accuracy less
/// the mean of its costs, each brought to 0..1. Das, "On characterizing the knee of the Pareto curve based on normal-boundary
/// intersection", 1999; Satopää et al., "Finding a kneedle in a haystack", 2011: here the ends are those of the space, so that only the
/// most accurate member can move them. Costs are logarithmic because halving a network is an equal gain at any size. If members are equally
/// high, or none is clearly above the line, the smallest within one standard error of the most accurate of them is chosen.
/// </summary>
internal sealed record Knee : OptimumRule
{
    public const string Rule = "knee";

    // A tenth of the way from chance to the best accuracy: if all members are nearer to the line, the highest is one by accident.
    private const double Clear = 0.1;

    private const double Tolerance = 1e-9;

    private static readonly SmallestWithin Otherwise = new((double?)null);

    public override string Text => Rule;

    internal override int Pick(FrontTable table, double[] gains)
    {
        var heights = Heights(table, gains);
        var top = Columns.Max(heights);
        return top >= Clear
            ? Otherwise.Pick(table, gains, Columns.AtLeast(heights, top - Tolerance))
            : Otherwise.Pick(table, gains);
    }

    private protected override string Reason(FrontTable table, int row, Func<int, TrialView> trialOf, string members)
    {
        var (objectives, best) = (table.Scale.Objectives, table.Gains.Max());
        var height = Heights(table, table.Gains)[row];
        var line = "the line from the cheapest configuration at chance to the most expensive at the best accuracy, on a log scale of "
            + string.Join(", ", objectives.Costs.Select(cost => cost.Counted));
        var trial = trialOf(table.Numbers[row]);
        var place = string.Create(CultureInfo.InvariantCulture, $"({height:0.00})");
        return HasKnee(table)
            ? $"is the knee of the {table.Count} {members}: at {objectives.InSentence(trial)} it is farthest {place} above {line}"
            : $"is the cheapest of the {table.Count} {members} within {Otherwise.Said(table, best)} of the best {objectives.Goal.Title}, "
                + "at "
                + $"{objectives.InSentence(trial)}; there is no clear knee, because none is clearly above {line}: set a limit or choose "
                + "another rule";
    }

    internal override string Headline(FrontTable table, int row) => HasKnee(table) ? "Best trade-off of"
        : "No clear knee: accuracy grows about evenly with log size. "
            + $"Cheapest within {Otherwise.Said(table, table.Gains.Max())} of the best {table.Scale.Objectives.Goal.Title} among";

    /// <summary>Whether a member is clearly above the line.</summary>
    internal static bool HasKnee(FrontTable table) => Columns.Max(Heights(table, table.Gains)) >= Clear;

    private static double[] Heights(FrontTable table, double[] gains)
    {
        var (heights, chance, best) = (new double[gains.Length], table.Scale.Chance, Columns.Max(gains));
        if (best > chance)
            Columns.Scaled(gains, chance, 1 / (best - chance), table.Places, heights);
        else
            Array.Fill(heights, double.NegativeInfinity);
        return heights;
    }
}
