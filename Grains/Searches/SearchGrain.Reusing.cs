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
    /// may take trials meanwhile, so it looks up results until the next trial is one whose result was not found.
    /// </summary>
    /// <returns>Null also if that takes longer than a worker should wait; the worker then asks again.</returns>
    private async Task<Lease?> LeaseAfterReuse(WorkerId worker)
    {
        Task? patience = null;
        var missing = new HashSet<WantedResult>();
        while (true)
        {
            await ComputeProposalAhead();
            // From here to the lease, no other request may come between.
            if (_commit.Failure is not null || Wanted(worker) is not { } next || missing.Contains(next))
                return await Decide(now => _search.Lease(worker, now));
            var reusing = _reusing ??= Reuse(worker);
            patience ??= Task.Delay(PatienceWithReuse, _clock);
            if (await Task.WhenAny(reusing, patience) != reusing)
                return null;
            if (await reusing is { } looked)
                missing.Add(looked);
        }
    }

    private WantedResult? Wanted(WorkerId worker) => _search.Wanted(worker, _clock.GetUtcNow());

    /// <returns>The result that was not found, so that its trial has to be trained; null if all were.</returns>
    private async Task<WantedResult?> Reuse(WorkerId worker)
    {
        // Continues after the caller has stored this task.
        await Task.Yield();
        WantedResult? last = null;
        try
        {
            while (_commit.Failure is null && (last = Wanted(worker)) is not null)
            {
                if (await Found(last) is not { } result)
                    return last;
                // Refused if another trial or configuration is next by now.
                var wanted = last;
                if (!await Decide(now => _search.Reuse(result, wanted, now)))
                    return null;
                await ComputeProposalAhead();
            }
        }
        catch (Exception failure)
        {
            // The trial is trained instead.
            LogNotReused(Failure.Details(failure), _search.Id, failure.Message);
            return last;
        }
        finally
        {
            _reusing = null;
        }

        return null;
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
