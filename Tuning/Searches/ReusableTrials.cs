using System.Collections.Immutable;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Searches;

/// <summary>The results of earlier trials that a search that is about to start could reuse.</summary>
public static class ReusableTrials
{
    /// <summary>The most configurations of a space that are looked up, which takes some tens of milliseconds.</summary>
    public const int MostLookedUp = 2_000;

    /// <summary>The keys of the results of its configurations, for each the keys of all workers; empty if nothing may be reused.</summary>
    public static IReadOnlyList<ImmutableArray<string>> KeysOf(SearchSpec spec, Dataset dataset, IEnumerable<WorkerId> workers)
    {
        string[] trained = [.. workers.Where(worker => spec.Reuse ?? worker.IsExact).Select(worker => worker.TrainsWith)
            .OfType<string>().Distinct()];
        if (trained.Length == 0 || spec.Trainer is not null)
            return [];
        var space = CandidateSpace.Count(spec, NetworkEnds.From(dataset));
        return space.Size is not { } size ? [] :
        [
            .. from index in Enumerable.Range(0, (int)Math.Min(size, MostLookedUp))
               let candidate = space.At(index)
               let keys = trained.Select(one => ResultKey.Compute(spec, dataset, candidate.Network, candidate.Configuration, one))
               select keys.OfType<string>().ToImmutableArray(),
        ];
    }
}
