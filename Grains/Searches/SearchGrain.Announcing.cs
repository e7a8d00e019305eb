namespace Paretune.Grains.Searches;

// Announces the search's work to the queue.
internal sealed partial class SearchGrain
{
    // Whether there is work that the last worker that asked could not take.
    private bool _isWithheld;

    // The queue serves the cluster's workers; external programs ask the search directly.
    private bool HasWorkForQueue => _search.HasWork && !_search.IsExternal;

    /// <summary>Records an answer to the queue, which forgets a search that has nothing to give; later work must be announced.</summary>
    private void RecordAnswer(Lease? lease)
    {
        _isWithheld = lease is null && HasWorkForQueue;
        _announced &= lease is not null || _isWithheld;
    }

    /// <summary>
    /// Announces work again that waits for workers of another silo. Done only at each periodic check: at once, it would only bring back the
    /// same worker.
    /// </summary>
    private void Reannounce()
    {
        _announced &= !_isWithheld;
        _isWithheld = false;
    }

    /// <summary>Delays a user's answer until the search is in the queue. If the queue fails, the announcement is repeated later.</summary>
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
