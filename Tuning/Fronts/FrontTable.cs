namespace Paretune.Tuning.Fronts;

/// <summary>The members of a front as columns, so that a rule evaluates thousands of them within a millisecond.</summary>
internal sealed class FrontTable
{
    private FrontTable(FrontScale scale, int count)
    {
        (Scale, Count) = (scale, count);
        (Numbers, Gains, Doublings, Places) = (new int[count], new double[count], new double[count], new double[count]);
        Costs = [.. scale.Axes.Select(_ => new double[count])];
    }

    public FrontScale Scale { get; }
    public int Count { get; }

    /// <summary>Numbers of the trials.</summary>
    public int[] Numbers { get; }

    /// <summary>Accuracy, or another goal of the search; more is better.</summary>
    public double[] Gains { get; }

    /// <summary>A column for each cost.</summary>
    public double[][] Costs { get; }

    /// <summary>The size in doublings: the mean over the costs of their logarithms to base 2.</summary>
    public double[] Doublings { get; }

    /// <summary>The place of the size in the space: the mean over its axes, 0 for the cheapest candidate.</summary>
    public double[] Places { get; }

    /// <summary>
    /// The members that are better than chance; null if none is. A member that may be guessing is never recommended and does not affect the
    /// recommendation: if an axis was not counted but follows the trials, it starts at the cheapest remaining member.
    /// </summary>
    public static FrontTable? AboveChance(IReadOnlyCollection<FrontMember> members, FrontScale scale, Func<int, TrialView> trialOf)
    {
        FrontMember[] learned = [.. members.Where(member => scale.IsAboveChance(trialOf(member.Trial)))];
        if (learned.Length == 0)
            return null;
        if (learned.Length == members.Count)
            return From(learned, scale);
        return From(learned, scale with
        {
            Axes = [.. scale.Axes.Select((axis, i) =>
                axis.IsCounted ? axis : axis with { Least = Math.Max(axis.Least, learned.Min(member => member.Logs[i])) })],
        });
    }

    /// <param name="members">At least one.</param>
    public static FrontTable From(IReadOnlyCollection<FrontMember> members, FrontScale scale)
    {
        var (table, row, axes) = (new FrontTable(scale, members.Count), 0, scale.Axes);
        foreach (var member in members)
        {
            (table.Numbers[row], table.Gains[row]) = (member.Trial, member.Gain);
            var (doublings, place) = (0.0, 0.0);
            for (var i = 0; i < axes.Length; i++)
            {
                table.Costs[i][row] = member.Costs[i];
                doublings += member.Logs[i];
                place += axes[i].Place(member.Logs[i]);
            }

            (table.Doublings[row], table.Places[row]) = (doublings / Math.Max(1, axes.Length), place / Math.Max(1, scale.Lengths));
            row++;
        }

        return table;
    }

    /// <summary>The row with the most; among equals the cheapest.</summary>
    /// <param name="values">A value for each row.</param>
    public int Best(double[] values, double[] gains)
    {
        var best = 0;
        for (var row = 1; row < Count; row++)
            if (values[row] > values[best] || (values[row] == values[best] && IsCheaper(row, best, gains)))
                best = row;
        return best;
    }

    /// <summary>Compares each cost in turn; among equals the more accurate is first, then the one with the lower number.</summary>
    public bool IsCheaper(int one, int other, double[] gains)
    {
        foreach (var costs in Costs)
            if (costs[one] != costs[other])
                return costs[one] < costs[other];
        return gains[one] != gains[other] ? gains[one] > gains[other] : Numbers[one] < Numbers[other];
    }
}
