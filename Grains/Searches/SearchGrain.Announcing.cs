namespace Paretune.Grains.Searches;

// How the queue hears that a search has work.
internal sealed partial class SearchGrain
{
    /// <summary>
    /// A user who was answered finds the search in the queue, while the queue is well; else the announcement is repeated.
    /// </summary>
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
