namespace Paretune.Grains.Searches;

// How a search announces work to the queue.
internal sealed partial class SearchGrain
{
    // It has work, but not for the last worker that asked.
    private bool _isWithheld;

    // The queue serves workers of the cluster; external programs ask the search directly.
    private bool HasWorkForQueue => _search.HasWork && !_search.IsExternal;

    /// <summary>The queue forgets a search that has nothing to give, so it must hear of the next work.</summary>
    private void Gave(Lease? lease)
    {
        _isWithheld = lease is null && HasWorkForQueue;
        _announced &= lease is not null || _isWithheld;
    }

    /// <summary>
    /// Work that waits for the workers of another silo is announced with each watch: at once, it would only be asked for again.
    /// </summary>
    private void OfferAgain()
    {
        _announced &= !_isWithheld;
        _isWithheld = false;
    }

    /// <summary>When a user gets the answer, the search is in the queue. If the queue fails, the announcement is repeated.</summary>
    private async Task<T> Announced<T>(Task<T> answering)
    {
        var answer = await answering;
        await Task.WhenAny(_announcing, Task.Delay(PatienceWithQueue, _clock));
        return answer;
    }

    private async Task Announce()
    {
        _announced = true;
        try
        {
            await GrainFactory.GetGrain<IQueueGrain>(0).Announce(_search.Id, _search.Priority, _search.Owner);
        }
        catch (Exception failure)
        {
            LogNotAnnounced(Failure.Details(failure), _search.Id, failure.Message);
            _announced = false;
            KeepWatch();
        }
    }
}
