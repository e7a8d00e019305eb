using System.Globalization;

namespace Paretune.Tuning.Fronts;

/// <summary>
/// Picks the member with the highest accuracy after subtracting a price, in percentage points, for each doubling of the size. The order of
/// two members does not depend on the others. The size is the geometric mean of the costs.
/// </summary>
internal sealed record PricePerDoubling(double Points) : OptimumRule
{
    public const string Prefix = "per-doubling:";
    public const string Pattern = Prefix + "POINTS";

    public override string Text => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Points}");

    private string Said => string.Create(CultureInfo.InvariantCulture, $"{Points} {(Points == 1 ? "point" : "points")}");

    public static PricePerDoubling? TryRead(string text, out string error) =>
        ReadPoints(text, Prefix, $"{Prefix}1", out error) is { } points ? new(points) : null;

    internal override int Pick(FrontTable table, double[] gains)
    {
        var worths = new double[table.Count];
        for (var row = 0; row < worths.Length; row++)
            worths[row] = gains[row] - Points / 100 * table.Doublings[row];
        return table.Best(worths, gains);
    }

    internal override string Headline(FrontTable table, int row) => string.Create(
        CultureInfo.InvariantCulture, $"At {Said} for each doubling of the size, the best of");

    private protected override string Reason(FrontTable table, int row, Func<int, TrialView> trialOf, string members)
    {
        var objectives = table.Scale.Objectives;
        var size = string.Join(" and ", objectives.Costs.Select(cost => cost.Counted));
        return string.Create(CultureInfo.InvariantCulture,
            $"is the best of the {table.Count} {members} if each doubling of {size} must add {Said}: ")
            + objectives.InSentence(trialOf(table.Numbers[row]));
    }
}
