using System.Collections.Immutable;
using Paretune.Dashboard.Http;
using Paretune.Dashboard.Searches;

namespace Paretune.Dashboard.Cluster;

/// <summary>The cluster as its page shows it; asked for once every two seconds, however many look.</summary>
internal sealed class ClusterWatch(IClusterClient cluster, SearchCalls calls, TimeProvider clock)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(2);

    // Failures of searches older than this are found on their own pages.
    private const int NewestSearches = 10, NewestFailures = 20;

    private readonly Shared<ClusterPicture> _shared = new(() => Ask(cluster, calls), clock);
    private readonly Shared<ClusterView> _devices = new(
        () => GrainCall.Answer(() => cluster.GetGrain<IQueueGrain>(0).Cluster(), CancellationToken.None), clock);

    /// <exception cref="Refusal">503: the cluster does not answer.</exception>
    public Task<ClusterPicture> Look(CancellationToken cancellation) => _shared.Get(Age).WaitAsync(cancellation);

    /// <summary>Devices and queue alone, as cheap as one call.</summary>
    /// <exception cref="Refusal">503: the cluster does not answer.</exception>
    public Task<ClusterView> Devices(CancellationToken cancellation) => _devices.Get(Age).WaitAsync(cancellation);

    private static async Task<ClusterPicture> Ask(IClusterClient cluster, SearchCalls calls)
    {
        var view = await GrainCall.Answer(() => cluster.GetGrain<IQueueGrain>(0).Cluster(), CancellationToken.None);
        var silos = await GrainCall.Answer(
            () => cluster.GetGrain<IManagementGrain>(0).GetDetailedHosts(onlyActive: true), CancellationToken.None);
        var newest = await calls.List(new() { Limit = NewestSearches }, CancellationToken.None);
        var failures = await Task.WhenAll(newest.Searches.Select(search => Or(calls.AskNow(search.Id, grain => grain.Failures()))));
        var details = await Task.WhenAll(
            view.Workers.Select(worker => worker.Trial).OfType<TrialId>().Distinct().Select(trial => Detail(calls, trial)));
        return new(
            view,
            [.. silos.OrderBy(silo => silo.SiloName, StringComparer.Ordinal).Select(
                silo => new SiloView(silo.SiloName, silo.HostName, $"{silo.Status}", silo.StartTime))],
            details.OfType<TrialDetail>().ToImmutableDictionary(detail => detail.Curve.FirstOrDefault()?.Trial ?? detail.Progress!.Trial),
            [.. failures.SelectMany(some => some ?? []).OrderByDescending(failure => failure.At).Take(NewestFailures)]);
    }

    private static async Task<TrialDetail?> Detail(SearchCalls calls, TrialId trial) =>
        await Or(calls.AskNow(trial.Search, grain => grain.Detail(trial.Number))) is { } detail
            && (detail.Progress is not null || !detail.Curve.IsEmpty) ? detail : null;

    /// <summary>One search that does not answer must not hide the cluster.</summary>
    private static async Task<T?> Or<T>(Task<T?> answer)
    {
        try
        {
            return await answer;
        }
        catch (Refusal)
        {
            return default;
        }
    }
}

/// <param name="Training">What is known of the trials that devices work on.</param>
/// <param name="Failures">Newest first.</param>
internal sealed record ClusterPicture(
    ClusterView Cluster, ImmutableArray<SiloView> Silos, ImmutableDictionary<TrialId, TrialDetail> Training,
    ImmutableArray<FailureView> Failures);

internal sealed record SiloView(string Name, string Host, string Status, DateTime StartedAt);
