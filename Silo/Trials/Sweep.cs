using Paretune.Storage.Files;

namespace Paretune.Silo.Trials;

/// <summary>Returns a trial's state in the ledger; null if the ledger does not know the trial.</summary>
internal delegate Task<TrialView?> LookUp(TrialId trial);

/// <summary>Returns the deleted searches, whose files are no longer needed.</summary>
internal delegate Task<IReadOnlyCollection<SearchId>> ListDeleted();

/// <summary>Deletes files that are no longer needed, trial by trial. Not thread-safe: one caller at a time.</summary>
internal sealed class Sweep(IFileStore files, LookUp lookUp, ListDeleted listDeleted)
{
    // In full sweeps; 12 are about two hours.
    private const int RarestLook = 12;

    private readonly HashSet<SearchId> _swept = [];
    private readonly Dictionary<TrialId, Settled> _settled = [];
    private long _sweeps;

    /// <summary>Sweeps one trial.</summary>
    /// <returns>The number of deleted files.</returns>
    public async Task<int> One(TrialId trial, CancellationToken cancellation) =>
        await Clear(trial, await files.List(trial, cancellation), cancellation);

    /// <summary>Sweeps every trial that has files, and the folders of deleted searches, even if some of them fail.</summary>
    /// <exception cref="AggregateException">Some could not be swept. Thrown after all others are.</exception>
    public async Task<int> All(CancellationToken cancellation)
    {
        _sweeps++;
        var (deleted, failures) = (0, new List<Exception>());
        var there = await files.List(null, cancellation);
        var searches = (await listDeleted()).ToHashSet();
        foreach (var trial in there.GroupBy(file => file.Trial))
            await Try(async () => deleted += searches.Contains(trial.Key.Search)
                ? await Delete([.. trial], cancellation) : await ClearUnlessSettled(trial.Key, [.. trial], cancellation));
        foreach (var search in searches)
            await Try(() => files.DeleteFolders(search, cancellation));
        if (failures.Count == 0)
            _swept.UnionWith(searches);
        return failures.Count == 0 ? deleted : throw new AggregateException(
            $"{failures.Count} deletions of files or folders of trials and searches failed; the first error:", failures[0]);

        async Task Try(Func<Task> sweep)
        {
            try
            {
                await sweep();
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                failures.Add(failure);
            }
        }
    }

    /// <summary>Sweeps the searches that were deleted since the last sweep; costs next to nothing if there are none.</summary>
    public async Task<int> Deleted(CancellationToken cancellation)
    {
        var searches = (await listDeleted()).Except(_swept).ToHashSet();
        if (searches.Count == 0)
            return 0;
        var deleted = await Delete(
            [.. (await files.List(null, cancellation)).Where(file => searches.Contains(file.Trial.Search))], cancellation);
        foreach (var search in searches)
            await files.DeleteFolders(search, cancellation);
        _swept.UnionWith(searches);
        return deleted;
    }

    /// <summary>
    /// Sweeps a trial, but asks the ledger ever more rarely about a member of the front whose files have not changed. Such a trial keeps a
    /// checkpoint, so it would be looked up at each sweep, and a search that has ended would be loaded every time.
    /// </summary>
    private async Task<int> ClearUnlessSettled(TrialId trial, IReadOnlyList<TrialFile> all, CancellationToken cancellation)
    {
        var before = _settled.GetValueOrDefault(trial);
        if (before?.Files == all.Count && _sweeps < before.Next)
            return 0;
        // A trial that this ledger does not know may belong to another cluster that shares the store.
        if (!Leftovers.Possible(all) || await lookUp(trial) is not { } known)
            return 0;
        var pause = before?.Files == all.Count ? Math.Min(RarestLook, before.Pause * 2) : 1;
        if (known is { OnFront: true, State.IsTerminal: true })
            _settled[trial] = new(all.Count, pause, _sweeps + pause);
        return await Delete([.. Leftovers.Find(known, all)], cancellation);
    }

    private sealed record Settled(int Files, int Pause, long Next);

    private async Task<int> Clear(TrialId trial, IReadOnlyList<TrialFile> all, CancellationToken cancellation)
    {
        if (!Leftovers.Possible(all) || await lookUp(trial) is not { } known)
            return 0;
        return await Delete([.. Leftovers.Find(known, all)], cancellation);
    }

    private async Task<int> Delete(List<TrialFile> some, CancellationToken cancellation)
    {
        foreach (var file in some)
            await files.Delete(file, cancellation);
        return some.Count;
    }
}
