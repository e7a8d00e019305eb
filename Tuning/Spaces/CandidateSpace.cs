using System.Collections.Immutable;
using Paretune.Tuning.Networks;

namespace Paretune.Tuning.Spaces;

/// <summary>
/// Everything that a search may try: the configurations of its space and its networks, without those that its limits exclude and without
/// duplicates.
/// </summary>
/// <param name="Groups">By network, in the order of the search; a network that several parts of the space name has a group for
/// each.</param>
/// <param name="Excluded">
/// Such as "skipped 41 of 245: macs > 300000000"; empty when nothing was. With several limits, each says how many it excludes,
/// and a configuration over two of them counts for both.
/// </param>
/// <param name="Merged">Such as "merged 5 of 6: they build the same network as another configuration"; empty where none do.</param>
public sealed record CandidateSpace(ImmutableArray<CandidateGroup> Groups, string Excluded, string Merged)
{
    /// <summary>The minimum and maximum of each cost, and the mean MACs; null if a custom trainer counts, or if nothing is left.</summary>
    public CostRange? Costs { get; init; }

    /// <summary>The same without the ends of ranges that have no steps, as searches of old versions know it.</summary>
    internal CostRange? DrawnCosts { get => field ?? Costs; init; }

    /// <summary>The extensions since the search started, in order; each has only what was new.</summary>
    public ImmutableArray<CandidateSpace> Added { get; init; } = [];

    /// <summary>The number of candidates; null if ranges make it infinite.</summary>
    public long? Size =>
        Groups.Any(group => group.Count is null) ? null : Groups.Sum(group => group.Count) + Added.Sum(added => added.Size);

    /// <summary>Whether nothing is left to try.</summary>
    public bool IsEmpty => Size == 0;

    /// <summary>One of the counted candidates, in the order of a grid: group by group, extensions last.</summary>
    public Candidate At(long index)
    {
        foreach (var group in Groups.Concat(Added.SelectMany(added => added.Groups)))
        {
            if (index < group.Count)
                return group.At(index);
            index -= group.Count!.Value;
        }

        throw new ArgumentOutOfRangeException(nameof(index), $"must be below {Size}");
    }

    /// <summary>Counts the space of a search. The same spec always gives the same candidates.</summary>
    /// <param name="ends">Of the dataset.</param>
    public static CandidateSpace Count(SearchSpec spec, NetworkEnds ends) => SpaceSurvey.Count(spec, ends);

    /// <summary>
    /// The costs of all configurations regardless of limits, each with the number of configurations that have it; for a range without
    /// steps, those of some draws, and with a number of 0 those at its ends.
    /// </summary>
    /// <param name="ends">Of the dataset.</param>
    public static IReadOnlyList<(Cost Cost, long Count)> CostsBeforeLimits(SearchSpec spec, NetworkEnds ends) =>
        SpaceSurvey.BeforeLimits(spec, ends);

    /// <summary>The same for RGB images.</summary>
    public static CandidateSpace Count(SearchSpec spec, int classes) => Count(spec, NetworkEnds.OfColour(classes));

    /// <summary>Enumerated candidates, with the range of their costs.</summary>
    public static CandidateSpace Listed(params ImmutableArray<Candidate> candidates) => new(
        [.. candidates.GroupBy(candidate => candidate.Network).Select(group => new ListedGroup(group.Key, [.. group]))], "", "")
    {
        Costs = CostRange.From(candidates.Select(candidate => (candidate.Cost, 1L))),
    };
}

/// <summary>The minimum and maximum of each cost over some candidates, and their mean MACs.</summary>
public sealed record CostRange(Cost Least, Cost Most, double MeanMacs)
{
    /// <summary>Null for none.</summary>
    /// <param name="costs">Each with the number of candidates that have it.</param>
    internal static CostRange? From(IEnumerable<(Cost Cost, long Count)> costs)
    {
        Cost? least = null, most = null;
        var (macs, count) = (0.0, 0L);
        foreach (var (cost, times) in costs)
        {
            least = least is null ? cost : Each(least, cost, Math.Min);
            most = most is null ? cost : Each(most, cost, Math.Max);
            (macs, count) = (macs + (double)cost.Macs * times, count + times);
        }

        return least is null ? null : new(least, most!, macs / count);
    }

    private static Cost Each(Cost one, Cost other, Func<long, long, long> pick) =>
        new(pick(one.Parameters, other.Parameters), pick(one.Macs, other.Macs), pick(one.Bytes, other.Bytes));
}
