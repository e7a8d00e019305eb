namespace Paretune.Grains.Trials;

/// <summary>The calls of one silo to one search about the search's attempts on this silo.</summary>
/// <param name="period">How long the search may hold a call, and the time between two calls.</param>
internal sealed class SearchLink(ISearchGrain search, TimeSpan period, TimeProvider clock)
{
    // Cuts off a call to a silo that hangs; several more calls fit into a lease.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // A silo of the previous version logs an error for each unknown call.
    private const int RoundsWithoutRenewal = 30;

    private int _rounds;

    /// <summary>Renews the leases of these attempts and passes on the decisions.</summary>
    public async Task Renew(LiveAttempt[] live)
    {
        if (_rounds > 0)
        {
            _rounds--;
            await JudgeEach(live);
            return;
        }

        try
        {
            var decisions = await search.Renew([.. live.Select(attempt => attempt.Renewal)], period).WaitAsync(Patience, clock);
            foreach (var known in decisions)
                live.FirstOrDefault(attempt => attempt.Trial.Number == known.Trial
                    && attempt.Attempt == known.Attempt)?.Decide(known.Decision);
        }
        catch (TypeLoadException)
        {
            _rounds = RoundsWithoutRenewal;
            await JudgeEach(live);
        }
    }

    /// <summary>Sends steps as the previous version did, for upgrades while the search is on a silo of that version.</summary>
    private Task JudgeEach(LiveAttempt[] live) => Task.WhenAll(live.Where(HasJustStepped).Select(Judge));

    private bool HasJustStepped(LiveAttempt attempt) => attempt.Renewal.Silence < 2 * period;

    private async Task Judge(LiveAttempt attempt) => attempt.Decide(await search.Judge(attempt.Step).WaitAsync(Patience, clock));
}
