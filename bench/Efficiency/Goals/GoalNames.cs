using Paretune.Bench.Efficiency.Measuring;

namespace Paretune.Bench.Efficiency.Goals;

/// <summary>
/// Checks that every goal refers to existing tables and strategies, and reports how many goals were not checked.
/// </summary>
internal static class GoalNames
{
    /// <exception cref="InvalidOperationException">A goal names a table or a strategy that does not exist.</exception>
    public static void Check()
    {
        Check("table", EfficiencyGoals.All.SelectMany(goal => goal.Tables), [.. EfficiencyTables.All.Select(table => table.Name)]);
        Check(
            "strategy", EfficiencyGoals.All.SelectMany(goal => goal.Strategies), [.. ComparedStrategies.Named.Select(one => one.Name)]);
        if (EfficiencyGoals.Groups.FirstOrDefault(goal => !goal.Tables.Any()) is { } empty)
            throw new InvalidOperationException($"each group of a goal must have tables, but \"{empty.Group}\" has none");
    }

    /// <summary>Logs how many goals the run could check.</summary>
    public static void Print(IReadOnlyCollection<EfficiencyResult> results, TextWriter log)
    {
        var all = EfficiencyGoals.All.ToList();
        var left = all.Count(goal => !goal.IsChecked(results));
        log.WriteLine(
            $"goals: {all.Count - left} of {all.Count} checked; {left} not checked, because a table or a strategy of theirs did not run");
    }

    private static void Check(string what, IEnumerable<string> named, string[] known)
    {
        if (named.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new InvalidOperationException(
                $"each {what} of a goal must be known, but \"{unknown}\" is not; known: {string.Join(", ", known)}");
    }
}
