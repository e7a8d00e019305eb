namespace Paretune.Bench.Efficiency.Goals;

/// <summary>Checks that each goal is of a table there is: a goal of a misspelt one would be met by nobody asking.</summary>
internal static class GoalNames
{
    /// <exception cref="InvalidOperationException">A goal names a table that does not exist.</exception>
    public static void Check()
    {
        var known = EfficiencyTables.All.Select(table => table.Name).ToHashSet();
        if (Tables().FirstOrDefault(table => !known.Contains(table)) is { } unknown)
            throw new InvalidOperationException(
                $"goals must be of known tables, but one is of \"{unknown}\"; known tables: {string.Join(", ", known)}");
    }

    private static IEnumerable<string> Tables() => [
        .. EfficiencyGoals.Lost.Select(goal => goal.Table), .. EfficiencyGoals.Earlier.Select(goal => goal.Table),
        .. EfficiencyGoals.Reach.Select(goal => goal.Table), .. EfficiencyGoals.Workers.Select(goal => goal.Table),
    ];
}
