using System.Collections.Immutable;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Searches;

/// <summary>What a search that is about to start could take of trials that were trained before.</summary>
public static class ReusableTrials
{
    /// <summary>Of larger spaces so many configurations are looked up, which take some tens of milliseconds.</summary>
    public const int MostLookedUp = 2_000;

    /// <summary>
    /// By what the results of its configurations would be known, each with the same for all of the workers; empty where nothing may be
    /// reused.
    /// </summary>
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
               let network = candidate.Network is "" ? spec.Networks[0] : candidate.Network
               let keys = trained.Select(one => ResultKey.Compute(spec, dataset, network, candidate.Configuration, one)).OfType<string>()
               select keys.ToImmutableArray(),
        ];
    }
}
