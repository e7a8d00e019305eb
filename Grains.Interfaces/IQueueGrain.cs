using System.Collections.Immutable;

namespace Paretune;

/// <summary>The one queue of the cluster (key 0): which searches want workers, and whose turn it is.</summary>
[Alias("Paretune.IQueueGrain")]
public interface IQueueGrain : IGrainWithIntegerKey
{
    /// <summary>The next attempt for a free worker; waits a few seconds for one, then answers null: ask again.</summary>
    /// <param name="deviceName">The name of the device, such as "NVIDIA A100".</param>
    [Alias("Lease")]
    Task<Lease?> Lease(WorkerId worker, string deviceName);

    /// <summary>A search has work, or its priority changed. Owners take turns; priorities count among the searches of one owner.</summary>
    [Alias("Announce")]
    Task Announce(SearchId search, int priority, string owner);

    /// <summary>All searches in the ledger, newest first.</summary>
    [Alias("Searches")]
    Task<ImmutableArray<SearchId>> Searches();

    [Alias("Cluster")]
    Task<ClusterView> Cluster();
}
