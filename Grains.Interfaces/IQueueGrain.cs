using System.Collections.Immutable;

namespace Paretune;

/// <summary>The cluster's queue (grain key 0): decides which search gets the next free worker.</summary>
[Alias("Paretune.IQueueGrain")]
public interface IQueueGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Leases the next attempt to a free worker. Waits a few seconds for one, then returns null; the worker then calls again.
    /// </summary>
    /// <param name="deviceName">The name of the device, such as "NVIDIA A100".</param>
    [Alias("Lease")]
    Task<Lease?> Lease(WorkerId worker, string deviceName);

    /// <summary>
    /// Tells the queue that a search has work or a new priority. Owners take turns; priorities apply among the searches of one owner.
    /// </summary>
    [Alias("Announce")]
    Task Announce(SearchId search, int priority, string owner);

    /// <summary>Returns all searches in the ledger, newest first.</summary>
    [Alias("Searches")]
    Task<ImmutableArray<SearchId>> Searches();

    [Alias("Cluster")]
    Task<ClusterView> Cluster();
}
