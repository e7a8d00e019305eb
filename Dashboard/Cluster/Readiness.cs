using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Cluster;

/// <summary>
/// Whether a grain answers: membership, placement and the ledger all had to work for it. Asked once a second at most, because anybody may
/// ask.
/// </summary>
internal sealed class Readiness(IClusterClient cluster, TimeProvider clock)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    private readonly Shared<ClusterView> _shared = new(
        () => GrainCall.Answer(() => cluster.GetGrain<IQueueGrain>(0).Cluster(), CancellationToken.None), clock);

    /// <exception cref="ApiException">503: it does not.</exception>
    public Task Check(CancellationToken cancellation) => _shared.Get(Age).WaitAsync(cancellation);
}
