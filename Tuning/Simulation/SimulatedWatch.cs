using System.Collections.Immutable;
using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Simulation;

/// <summary>
/// Renews the leases of workers that can be reached, tells them what was decided on their attempts meanwhile, and ends the attempts of the
/// others. In production that happens every second; here while there is a reason to, since nothing else comes of it.
/// </summary>
internal sealed class SimulatedWatch(SimulatedCluster cluster)
{
    private const double Period = 1;

    // The longest that a lease of somebody who fell silent can last, with room for a crash of the owner meanwhile.
    private static readonly TimeSpan Length = 3 * Search.LeaseDuration;

    private readonly HashSet<WorkerId> _gone = [];
    private DateTimeOffset _until;
    private bool _looks;

    /// <summary>The cluster knows that this process has ended.</summary>
    public void Lose(WorkerId worker) => _gone.Add(worker);

    public bool IsGone(WorkerId worker) => _gone.Contains(worker);

    /// <summary>Something has happened to a worker: watches from here on until its lease is over.</summary>
    public void Look()
    {
        Renew();
        _until = cluster.Now + Length;
        if (!_looks)
            cluster.After(Period, Tick);
        _looks = true;
    }

    /// <summary>Each worker that can be reached hears what it is to do.</summary>
    public void Renew()
    {
        ImmutableArray<LeaseRenewal> renewals =
            [.. cluster.Workers.Where(worker => worker.IsReachable && worker.Attempt is not null).Select(worker => worker.Attempt!.Renewal())];
        cluster.Owner.Ask(search => Renew(search, renewals), Tell);
    }

    private Step<ImmutableArray<AttemptDecision>> Renew(Search search, ImmutableArray<LeaseRenewal> renewals)
    {
        foreach (var renewal in renewals)
            search.Renew(renewal, cluster.Now);
        return new(search.Decisions(renewals), []);
    }

    private void Tell(ImmutableArray<AttemptDecision> decisions)
    {
        foreach (var (trial, attempt, decision) in decisions)
            cluster.Workers.FirstOrDefault(worker => worker.IsReachable && worker.Attempt?.Lease is { } lease
                && lease.Trial.Number == trial && lease.Attempt == attempt)?.Obey(decision);
    }

    private void Tick()
    {
        Renew();
        cluster.Owner.Ask(search => search.Expire(cluster.Now, IsGone), _ => { });
        _looks = cluster.Now < _until;
        if (_looks)
            cluster.After(Period, Tick);
    }
}
