using Paretune.Tuning.Strategies;

namespace Paretune.Grains.Searches;

// Computes slow proposals outside this grain's turns.
internal sealed partial class SearchGrain
{
    private Task<bool>? _working;

    /// <summary>
    /// Waits for the proposal that the next lease needs. If another caller takes it, waits for the next one; a proposal that is older than
    /// the newest result is recomputed once.
    /// </summary>
    private async Task ComputeProposalAhead()
    {
        var isWanted = true;
        while (isWanted && _commit.Failure is null && _search.Ahead is { } ahead)
            isWanted = await (_working ??= WorkOut(ahead)) && _search.Ahead is { IsUrgent: true };
    }

    /// <summary>Starts the computation for the next request.</summary>
    private void WorkOutNext()
    {
        if (_search.Ahead is { } ahead)
            _working ??= WorkOut(ahead);
    }

    /// <returns>Whether it succeeded. If not, the next request computes the proposal in its own turn and reports the error.</returns>
    private async Task<bool> WorkOut(PendingProposal ahead)
    {
        // Continues after the caller has stored this task: a task that is done before that would stay stored, and callers would never wait.
        await Task.Yield();
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
