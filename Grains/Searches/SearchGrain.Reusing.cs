using Paretune.Tuning.Searches;

namespace Paretune.Grains.Searches;

// Lets trials reuse the result of an equal trial. Lookups and copies run outside this grain's turns.
internal sealed partial class SearchGrain
{
    // Half of the time that the queue waits for an answer.
    private static readonly TimeSpan PatienceWithReuse = TimeSpan.FromSeconds(1);

    // The first of several equal results is rarely unavailable.
    private const int MostHolders = 8;

    private Task<WantedResult?>? _reusing;

    /// <summary>
    /// Completes, from reusable results, all trials before the first one that this worker has to train, and leases that one. Other workers
    /// may take trials meanwhile, so results are looked up until that of the trial that is now next was.
    /// </summary>
    /// <returns>Null also if that takes longer than a worker should wait; the worker then asks again.</returns>
    private async Task<Lease?> LeaseAfterReuse(WorkerId worker)
    {
        Task? patience = null;
        var known = new HashSet<WantedResult>();
        while (_commit.Failure is null && (_reusing is not null || (Wanted(worker) is { } next && !known.Contains(next))))
        {
            var reusing = _reusing ??= Reuse(worker);
            patience ??= Task.Delay(PatienceWithReuse, _clock);
            if (await Task.WhenAny(reusing, patience) != reusing)
                return null;
            if (await reusing is { } last)
                known.Add(last);
        }

        return await Decide(now => _search.Lease(worker, now));
    }

    private WantedResult? Wanted(WorkerId worker) => _search.Wanted(worker, _clock.GetUtcNow());

    /// <returns>The result that it looked up last. Unless it was reused, its trial has to be trained.</returns>
    private async Task<WantedResult?> Reuse(WorkerId worker)
    {
        // Continues after the caller has stored this task.
        await Task.Yield();
        WantedResult? last = null;
        try
        {
            while (_commit.Failure is null && Wanted(worker) is { } next && await ReuseFor(last = next))
                await ComputeProposalAhead();
        }
        catch (Exception failure)
        {
            // The trial is trained instead.
            LogNotReused(Failure.Details(failure), _search.Id, failure.Message);
        }
        finally
        {
            _reusing = null;
        }

        return last;
    }

    /// <returns>False if there is no result, or if another trial is next by now.</returns>
    private async Task<bool> ReuseFor(WantedResult wanted)
    {
        if (await Found(wanted) is not { } result)
            return false;
        var reused = result.For(_search.Id, wanted);
        return await Decide(now => _search.Reuse(reused, now));
    }

    private async Task<RecordedResult?> Found(WantedResult wanted)
    {
        foreach (var holder in await _ledger.Results.Find([wanted.Key], MostHolders, CancellationToken.None))
        {
            var entries = await _ledger.ReadTrial(holder.Trial, CancellationToken.None);
            if (RecordedResult.Find(holder.Trial, wanted.Key, entries) is { } result && await _files.Copy(
                holder.Trial, result.Attempt, new(_search.Id, wanted.Trial), wanted.Attempt, CancellationToken.None))
                return result;
        }

        return null;
    }
}
