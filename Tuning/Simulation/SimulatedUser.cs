using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Simulation;

/// <summary>A user who pauses and resumes the search, changes its priority, and in some runs cancels it.</summary>
internal sealed class SimulatedUser(SimulatedCluster cluster, Draws draws, FaultRates rates, double epochSeconds)
{
    private const double LongestPause = 60, Patience = 5;
    private const int Priorities = 3;

    public void Begin()
    {
        Expect();
        if (draws.Chance(rates.Cancelled))
            cluster.After(draws.Wait(rates.EpochsBetweenVisits * epochSeconds), Cancel);
    }

    private void Expect() => cluster.After(draws.Wait(rates.EpochsBetweenVisits * epochSeconds), () =>
    {
        if (cluster.Owner.EndedAt is not null)
            return;
        if (draws.Chance(0.3))
            Steer(search => search.Prioritise((int)draws.Between(0, Priorities), cluster.Now));
        else
            Pause();
        Expect();
    });

    private void Pause()
    {
        Steer(search => search.Pause(cluster.Now));
        cluster.After(draws.Between(0, LongestPause), Resume);
    }

    /// <summary>Repeats the command until the ledger confirms it, because a crash may lose it.</summary>
    private void Resume()
    {
        Steer(search => search.Resume(cluster.Now));
        cluster.After(Patience, () =>
        {
            if (cluster.Owner.EndedAt is null && cluster.Owner.Search.Figures.State == SearchState.Paused)
                Resume();
        });
    }

    private void Cancel()
    {
        if (cluster.Owner.EndedAt is not null)
            return;
        Steer(search => search.Cancel(cluster.Now));
        cluster.After(Patience, Cancel);
    }

    private void Steer(Func<Search, CommandResult<SearchView>> command) =>
        cluster.Owner.Ask(search => search.Ended ? new(search.Show()!, []) : command(search), _ => { });
}
