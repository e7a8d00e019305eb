using Paretune.Tuning.Searches;

namespace Paretune.Grains.Searches;

// Lets trials reuse the result of an equal trial. Lookups and copies run outside this grain's turns.
internal sealed partial class SearchGrain
{
    // Half of the time that the queue waits for an answer.
    private static readonly TimeSpan PatienceWithReuse = TimeSpan.FromSeconds(1);

    // The first of several equal results is rarely unavailable.
    private const int MostHolders = 8;

    private Task? _reusing;

    /// <summary>Completes, from reusable results, all trials before the first one that this worker has to train.</summary>
    /// <returns>False if that takes longer than a worker should wait; the worker then asks again.</returns>
    private async Task<bool> ReuseBefore(WorkerId worker)
    {
        if (_reusing is null && _search.Wanted(worker, _clock.GetUtcNow()) is null)
            return true;
        var reusing = _reusing ??= Reuse(worker);
        return await Task.WhenAny(reusing, Task.Delay(PatienceWithReuse, _clock)) == reusing;
    }

    private async Task Reuse(WorkerId worker)
    {
        // Continues after the caller has stored this task.
        await Task.Yield();
        try
        {
            while (_commit.Failure is null && await ReuseNext(worker))
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
    }

    private async Task<bool> ReuseNext(WorkerId worker)
    {
        if (_search.Wanted(worker, _clock.GetUtcNow()) is not { } wanted || await Found(wanted) is not { } result)
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
