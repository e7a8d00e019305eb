using System.Collections.Immutable;
using Paretune.Bench.Efficiency.Measuring;

namespace Paretune.Bench.Efficiency.Goals;

/// <summary>A goal for a strategy.</summary>
internal interface IGoal
{
    /// <summary>The tables that the goal refers to; empty for every table that runs.</summary>
    IEnumerable<string> Tables { get; }

    /// <summary>The strategies that the goal refers to or compares with.</summary>
    IEnumerable<string> Strategies { get; }

    /// <summary>Returns whether everything that the goal refers to ran.</summary>
    bool IsChecked(IReadOnlyCollection<EfficiencyResult> results) =>
        Tables.DefaultIfEmpty(results.FirstOrDefault()?.Table.Name ?? "").All(table => Strategies.All(strategy =>
            results.Any(result => result.Table.Name == table && result.Strategy.Name == strategy)));
}

internal sealed record LostGoal(string Table, string Strategy, double Share, RegretBy By, double AtMost) : IGoal
{
    public IEnumerable<string> Tables => [Table];
    public IEnumerable<string> Strategies => [Strategy];
}

/// <param name="AtMost">The maximum points lost, as the mean over the tables of the group.</param>
internal sealed record GroupGoal(string Group, string Strategy, double Share, double AtMost) : IGoal
{
    public IEnumerable<string> Tables => EfficiencyTables.OfGroup(Group);
    public IEnumerable<string> Strategies => [Strategy];
}

internal sealed record EarlierGoal(string Table, string Strategy, double Share, string Rival, double RivalShare) : IGoal
{
    public IEnumerable<string> Tables => [Table];
    public IEnumerable<string> Strategies => [Strategy, Rival];
}

/// <param name="Kinds">Every compared strategy of these kinds is a rival.</param>
/// <param name="Tolerance">A negligible difference, in points.</param>
internal sealed record RivalGoal(string Strategy, ImmutableArray<string> Kinds, double Tolerance) : IGoal
{
    public IEnumerable<string> Tables => [];
    public IEnumerable<string> Strategies => [Strategy, .. Kinds];
}

/// <param name="Mean">The maximum points lost on average over all limits.</param>
/// <param name="Worst">The maximum points lost at the worst limit.</param>
/// <param name="Share">The share of the compute by which both must be reached.</param>
/// <param name="Runs">The share of runs that must reach both.</param>
internal sealed record ReachGoal(string Table, string Strategy, double Mean, double Worst, double Share, double Runs) : IGoal
{
    public IEnumerable<string> Tables => [Table];
    public IEnumerable<string> Strategies => [Strategy];
}

/// <param name="MoreLost">The maximum of the points that several workers lose in addition to those of one worker, at equal compute.</param>
/// <param name="From">
/// The share of the compute from which on the goal applies. Before it, many workers have started more trials than one worker would have
/// completed.
/// </param>
internal sealed record WorkersGoal(string Table, string Strategy, double MoreLost, double From) : IGoal
{
    public IEnumerable<string> Tables => [Table];
    public IEnumerable<string> Strategies => [Strategy];

    /// <summary>The maximum idle share of the time of up to <see cref="IdleWorkers"/> workers; null for no limit.</summary>
    public double? Idle { get; init; }

    public int IdleWorkers { get; init; }
}
