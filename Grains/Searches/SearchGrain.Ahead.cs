using Paretune.Tuning.Strategies;

namespace Paretune.Grains.Searches;

// What a strategy takes long for is worked out beside this grain's turns.
internal sealed partial class SearchGrain
{
    private Task<bool>? _working;

    /// <summary>
    /// Waits for what the next lease rests on. Where others take it first there is another to wait for; what is at hand but older than the
    /// newest result is waited for once.
    /// </summary>
    private async Task WorkOutAhead()
    {
        var isWanted = true;
        while (isWanted && _commit.Failure is null && _search.Ahead is { } ahead)
            isWanted = await (_working ??= WorkOut(ahead)) && _search.Ahead is { IsUrgent: true };
    }

    /// <summary>Begins what the next one who asks will wait for.</summary>
    private void WorkOutNext()
    {
        if (_search.Ahead is { } ahead)
            _working ??= WorkOut(ahead);
    }

    /// <returns>Whether it succeeded; whoever asks next works it out in its turn otherwise, and tells why that fails.</returns>
    private async Task<bool> WorkOut(Suggesting ahead)
    {
        var search = _search;
        try
        {
            var suggested = await Task.Run(ahead.Work);
            search.Take(ahead, suggested);
            return true;
        }
        catch (Exception failure)
        {
            LogNotWorkedOut(Failure.Details(failure), _search.Id, failure.Message);
            return false;
        }
        finally
        {
            _working = null;
        }
    }
}
