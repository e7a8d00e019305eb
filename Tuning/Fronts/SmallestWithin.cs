using System.Globalization;

namespace Paretune.Tuning.Fronts;

/// <summary>
/// The cheapest front member whose accuracy is near the best: within so many percentage points, or within one standard error of the best
/// member's accuracy, which the validation images cannot tell apart (Breiman, Friedman, Olshen, Stone, "Classification and regression
/// trees", 1984).
/// </summary>
/// <param name="Points">Null for one standard error.</param>
internal sealed record SmallestWithin(double? Points) : OptimumRule
{
    public const string Prefix = "smallest-within:";
    public const string Pattern = Prefix + "POINTS";
    public const string OneError = Prefix + "1se";

    // 83.1 − 82.6 is a little more than 0.5 in binary; a member at the very edge is meant to be in.
    private const double Tolerance = 1e-9;

    public override string Text => Points is { } points ? string.Create(CultureInfo.InvariantCulture, $"{Prefix}{points}") : OneError;

    public static SmallestWithin? TryRead(string text, out string error)
    {
        error = "";
        return text == OneError ? new((double?)null)
            : ReadPoints(text, Prefix, $"{Prefix}0.5, or {OneError} for one standard error", out error) is { } points ? new(points)
            : null;
    }

    internal override int Pick(FrontTable table, double[] gains) =>
        Cheapest(table, gains, Columns.AtLeast(gains, Least(table, Columns.Max(gains))));

    /// <summary>The same among some rows, at least one.</summary>
    internal int Pick(FrontTable table, double[] gains, List<int> rows)
    {
        var least = Least(table, rows.Max(row => gains[row]));
        return Cheapest(table, gains, rows.FindAll(row => gains[row] >= least));
    }

    internal string Said(FrontTable table, double best) => Points is { } points
        ? string.Create(CultureInfo.InvariantCulture, $"{points} {(points is 1 ? "point" : "points")}")
        : string.Create(CultureInfo.InvariantCulture, $"one standard error ({100 * Distance(table, best):0.0#} points)");

    internal override string Headline(FrontTable table, int row) =>
        $"Cheapest within {Said(table, table.Gains.Max())} of the best {table.Scale.Objectives.Goal.Title} among";

    private protected override string Reason(FrontTable table, int row, Func<int, TrialView> trialOf, string members)
    {
        var (goal, cost) = (table.Scale.Objectives.Goal, table.Scale.Objectives.Costs[0]);
        var best = Array.IndexOf(table.Gains, table.Gains.Max());
        var least = Least(table, table.Gains[best]);
        var (near, trial, said) = (table.Gains.Count(gain => gain >= least), trialOf(table.Numbers[row]), Said(table, table.Gains[best]));
        return near == 1
            ? $"is the only one of the {table.Count} {members} within {said} of the best {goal.Title}, "
                + $"{goal.Number(trialOf(table.Numbers[best]))}, at {cost.InSentence(trial)}"
            : $"has the fewest {cost.Counted} ({cost.Number(trial)}) of the {near} {members} within "
                + $"{said} of the best {goal.Title}, {goal.Number(trialOf(table.Numbers[best]))}; its own is {goal.Number(trial)}";
    }

    private double Least(FrontTable table, double best) => best - Distance(table, best) - Tolerance;

    private static int Cheapest(FrontTable table, double[] gains, List<int> rows)
    {
        var chosen = rows[0];
        foreach (var row in rows)
            if (table.IsCheaper(row, chosen, gains))
                chosen = row;
        return chosen;
    }

    private double Distance(FrontTable table, double best) => Points / 100 ?? table.Scale.StandardError(best);
}
