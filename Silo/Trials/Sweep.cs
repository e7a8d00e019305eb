using Paretune.Storage.Files;

namespace Paretune.Silo.Trials;

/// <summary>What the ledger says of a trial; null when it knows no such trial.</summary>
internal delegate Task<TrialView?> LookUp(TrialId trial);

/// <summary>Deletes the files that nobody needs any more, trial by trial.</summary>
internal sealed class Sweep(IFileStore files, LookUp lookUp)
{
    /// <summary>Sweeps one trial.</summary>
    /// <returns>How many files were deleted. So too below.</returns>
    public async Task<int> One(TrialId trial, CancellationToken cancellation) =>
        await Clear(trial, await files.List(trial, cancellation), cancellation);

    /// <summary>Sweeps every trial that has files; one that cannot be looked up or deleted keeps none of the others from it.</summary>
    /// <exception cref="AggregateException">Thrown when all others are swept.</exception>
    public async Task<int> All(CancellationToken cancellation)
    {
        var (deleted, failures) = (0, new List<Exception>());
        foreach (var trial in (await files.List(null, cancellation)).GroupBy(file => file.Trial))
        {
            try
            {
                deleted += await Clear(trial.Key, [.. trial], cancellation);
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                failures.Add(failure);
            }
        }

        return failures.Count == 0 ? deleted : throw new AggregateException($"{failures.Count} trials could not be swept, the first of them because", failures[0]);
    }

    private async Task<int> Clear(TrialId trial, IReadOnlyList<TrialFile> all, CancellationToken cancellation)
    {
        // A trial this ledger does not know may be another cluster's, which shares the store.
        if (!Leftovers.Possible(all) || await lookUp(trial) is not { } known)
            return 0;
        var leftovers = Leftovers.Of(known, all).ToList();
        foreach (var file in leftovers)
            await files.Delete(file, cancellation);
        return leftovers.Count;
    }
}
