using System.Collections.Immutable;
using Paretune.Bench.Efficiency.Measuring;

namespace Paretune.Bench.Efficiency.Goals;

/// <summary>A goal for a strategy.</summary>
internal interface IGoal
{
    /// <summary>All of those it is of; empty for every table that runs.</summary>
    IEnumerable<string> Tables { get; }

    /// <summary>Those it is of, and those it compares with.</summary>
    IEnumerable<string> Strategies { get; }

    /// <summary>Whether everything that it refers to ran.</summary>
    bool IsChecked(IReadOnlyCollection<EfficiencyResult> results) =>
        Tables.DefaultIfEmpty(results.FirstOrDefault()?.Table.Name ?? "").All(table => Strategies.All(strategy =>
            results.Any(result => result.Table.Name == table && result.Strategy.Name == strategy)));
}

internal sealed record LostGoal(string Table, string Strategy, double Share, LostBy By, double AtMost) : IGoal
{
    public IEnumerable<string> Tables => [Table];
    public IEnumerable<string> Strategies => [Strategy];
}

/// <param name="AtMost">Points lost on average, as the mean over the tables of the group.</param>
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

/// <param name="Kinds">Every compared strategy of these is a rival.</param>
/// <param name="Tolerance">In points: a negligible difference.</param>
internal sealed record RivalGoal(string Strategy, ImmutableArray<string> Kinds, double Tolerance) : IGoal
{
    public IEnumerable<string> Tables => [];
    public IEnumerable<string> Strategies => [Strategy, .. Kinds];
}

/// <param name="Mean">Points lost on average over all limits.</param>
/// <param name="Worst">Points lost at the worst limit.</param>
/// <param name="Share">Of the compute, by which both are reached.</param>
/// <param name="Runs">The share of runs that must keep it.</param>
internal sealed record ReachGoal(string Table, string Strategy, double Mean, double Worst, double Share, double Runs) : IGoal
{
    public IEnumerable<string> Tables => [Table];
    public IEnumerable<string> Strategies => [Strategy];
}

/// <param name="MoreLost">Points that any number of workers may lose more than one worker at equal compute.</param>
/// <param name="From">
/// The share of the compute from which on that holds: before it, many workers have started more trials than one would have ended.
/// </param>
internal sealed record WorkersGoal(string Table, string Strategy, double MoreLost, double From) : IGoal
{
    public IEnumerable<string> Tables => [Table];
    public IEnumerable<string> Strategies => [Strategy];

    /// <summary>Of their time that up to <see cref="IdleWorkers"/> may be idle; null for any.</summary>
    public double? Idle { get; init; }

    public int IdleWorkers { get; init; }
}
