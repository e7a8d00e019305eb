using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Cluster;

/// <summary>
/// Checks that a grain answers, for which membership, placement and the ledger all have to work. Checks at most once a second, because the
/// endpoint is open to everyone.
/// </summary>
internal sealed class Readiness(IClusterClient cluster, TimeProvider clock)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    private readonly Shared<ClusterView> _shared = new(
        () => GrainCall.Answer(() => cluster.GetGrain<IQueueGrain>(0).Cluster(), CancellationToken.None), clock);

    /// <exception cref="ApiException">503: no grain answered.</exception>
    public Task Check(CancellationToken cancellation) => _shared.Get(Age).WaitAsync(cancellation);
}
