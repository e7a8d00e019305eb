using System.Collections.Immutable;
using Paretune.Tuning.Networks;

namespace Paretune.Tuning.Spaces;

/// <summary>The candidates of a search after an extension of its space: existing ones keep their places, new ones follow.</summary>
/// <param name="Whole">All of them; what was excluded and merged is said of the extended space.</param>
/// <param name="Added">Those that are new, in the order of a grid of the extended space.</param>
/// <param name="Missing">Existing ones that the extended space does not contain.</param>
internal sealed record SpaceExtension(CandidateSpace Whole, ImmutableArray<Candidate> Added, ImmutableArray<Candidate> Missing)
{
    /// <summary>The most candidates that are enumerated.</summary>
    public const int Most = 100_000;

    /// <param name="had">Must be counted.</param>
    /// <param name="extended">The number of configurations of the extended space alone; at most <see cref="Most"/>.</param>
    /// <param name="spec">With the extended space.</param>
    public static SpaceExtension From(CandidateSpace had, CandidateSpace extended, SearchSpec spec, NetworkEnds ends)
    {
        var keys = new CandidateKeys(spec, ends);
        Candidate[] before = [.. All(had)], after = [.. All(extended)];
        HashSet<CandidateKey> there = [.. before.Select(keys.Create)], kept = [.. after.Select(keys.Create)];
        ImmutableArray<Candidate> added = [.. after.Where(one => !there.Contains(keys.Create(one)))];
        var whole = had with
        {
            Added = had.Added.Add(CandidateSpace.Listed(added)),
            Excluded = extended.Excluded,
            Merged = extended.Merged,
            Costs = extended.Costs,
        };
        return new(whole, added, [.. before.Where(one => !kept.Contains(keys.Create(one)))]);
    }

    private static IEnumerable<Candidate> All(CandidateSpace space) =>
        Enumerable.Range(0, (int)space.Size!.Value).Select(index => space.At(index));
}
