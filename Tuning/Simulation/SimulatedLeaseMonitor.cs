using System.Collections.Immutable;
using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Simulation;

/// <summary>
/// Once a second, renews the leases of reachable workers, passes them the decisions on their attempts, and ends the attempts of the other
/// workers. Not started in a run without faults, which needs none of this.
/// </summary>
internal sealed class SimulatedLeaseMonitor(SimulatedCluster cluster)
{
    private const double Period = 1;

    private readonly HashSet<WorkerId> _gone = [];

    /// <summary>Records that the cluster knows this process has ended.</summary>
    public void Lose(WorkerId worker) => _gone.Add(worker);

    public bool IsGone(WorkerId worker) => _gone.Contains(worker);

    public void Begin() => cluster.After(Period, () =>
    {
        if (cluster.Owner.EndedAt is not null)
            return;
        Renew();
        cluster.Owner.Ask(search => search.Expire(cluster.Now, IsGone), _ => { });
        Begin();
    });

    /// <summary>Renews the leases of all reachable workers and passes them their decisions.</summary>
    public void Renew()
    {
        var attempts = cluster.Workers.Where(worker => worker.IsReachable).Select(worker => worker.Attempt).OfType<SimulatedAttempt>();
        ImmutableArray<LeaseRenewal> renewals = [.. attempts.Select(attempt => attempt.Renewal())];
        cluster.Owner.Ask(search => Renew(search, renewals), Deliver);
    }

    private CommandResult<ImmutableArray<AttemptDecision>> Renew(Search search, ImmutableArray<LeaseRenewal> renewals)
    {
        foreach (var renewal in renewals)
            search.Renew(renewal, cluster.Now);
        return new(search.Decisions(renewals), []);
    }

    private void Deliver(ImmutableArray<AttemptDecision> decisions)
    {
        foreach (var (trial, attempt, decision) in decisions)
            cluster.Workers.FirstOrDefault(worker => worker.IsReachable && worker.Attempt?.Lease is { } lease
                && lease.Trial.Number == trial && lease.Attempt == attempt)?.Obey(decision);
    }
}
