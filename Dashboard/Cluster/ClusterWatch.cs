using System.Collections.Immutable;
using Paretune.Dashboard.Http;
using Paretune.Dashboard.Searches;
using Paretune.Tuning.Formatting;

namespace Paretune.Dashboard.Cluster;

/// <summary>The data of the cluster page, read at most every two seconds, however many viewers there are.</summary>
internal sealed class ClusterWatch(IClusterClient cluster, SearchCalls calls, TimeProvider clock)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(2);

    // Failures of older searches are shown only on their own pages.
    private const int NewestSearches = 10, NewestFailures = 20;

    // Further searches are shown by their ids.
    private const int MostOpen = 200;

    // A point of the sparkline is two minutes, and it is computed from the ledger.
    private static readonly TimeSpan ActivityAge = TimeSpan.FromMinutes(1);

    private readonly Shared<ClusterPicture> _shared = new(() => Ask(cluster, calls), clock);
    private readonly Shared<ImmutableDictionary<(string Silo, string Device), DeviceActivity>> _activity = new(
        () => Activity(calls, clock.GetUtcNow()), clock);
    private readonly Shared<ClusterView> _devices = new(
        () => GrainCall.Answer(() => cluster.GetGrain<IQueueGrain>(0).Cluster(), CancellationToken.None), clock);

    /// <exception cref="ApiException">503: the cluster does not answer.</exception>
    public Task<ClusterPicture> Look(CancellationToken cancellation) => _shared.Get(Age).WaitAsync(cancellation);

    /// <summary>How busy each device was over the last hour; a device that did nothing is missing.</summary>
    /// <exception cref="ApiException">503: the cluster does not answer.</exception>
    public Task<ImmutableDictionary<(string Silo, string Device), DeviceActivity>> Activity(CancellationToken cancellation) =>
        _activity.Get(ActivityAge).WaitAsync(cancellation);

    /// <summary>Returns only devices and queue, which costs a single call.</summary>
    /// <exception cref="ApiException">503: the cluster does not answer.</exception>
    public Task<ClusterView> Devices(CancellationToken cancellation) => _devices.Get(Age).WaitAsync(cancellation);

    private static async Task<ClusterPicture> Ask(IClusterClient cluster, SearchCalls calls)
    {
        var view = await GrainCall.Answer(() => cluster.GetGrain<IQueueGrain>(0).Cluster(), CancellationToken.None);
        var silos = await GrainCall.Answer(
            () => cluster.GetGrain<IManagementGrain>(0).GetDetailedHosts(onlyActive: true), CancellationToken.None);
        var open = await calls.List(
            new() { States = [SearchState.Running, SearchState.Paused], Archived = null, Limit = MostOpen }, CancellationToken.None);
        var newest = await calls.List(new() { Limit = NewestSearches }, CancellationToken.None);
        var failures = await Task.WhenAll(newest.Searches.Select(search => Or(calls.AskNow(search.Id, grain => grain.Failures()))));
        var details = await Task.WhenAll(
            view.Workers.Select(worker => worker.Trial).OfType<TrialId>().Distinct().Select(trial => Detail(calls, trial)));
        return new(
            view,
            [.. silos.OrderBy(silo => silo.SiloName, StringComparer.Ordinal).Select(
                silo => new SiloView(silo.SiloName, silo.HostName, $"{silo.Status}", silo.StartTime))],
            details.OfType<TrialDetail>().ToImmutableDictionary(detail => detail.Curve.FirstOrDefault()?.Trial ?? detail.Progress!.Trial),
            [.. failures.SelectMany(some => some ?? []).OrderByDescending(failure => failure.At).Take(NewestFailures)],
            open.Searches.Concat(newest.Searches).DistinctBy(search => search.Id).ToImmutableDictionary(search => search.Id));
    }

    private static async Task<ImmutableDictionary<(string Silo, string Device), DeviceActivity>> Activity(
        SearchCalls calls, DateTimeOffset now) =>
        DeviceActivity.From(await calls.Timeline(now - DeviceActivity.Span, now, except: null, CancellationToken.None), now);

    private static async Task<TrialDetail?> Detail(SearchCalls calls, TrialId trial) =>
        await Or(calls.AskNow(trial.Search, grain => grain.Detail(trial.Number))) is { } detail
            && (detail.Progress is not null || !detail.Curve.IsEmpty) ? detail : null;

    /// <summary>Returns null if a search does not answer, so that it does not hide the cluster.</summary>
    private static async Task<T?> Or<T>(Task<T?> answer)
    {
        try
        {
            return await answer;
        }
        catch (ApiException)
        {
            return default;
        }
    }
}

/// <summary>A snapshot of the cluster for its page.</summary>
/// <param name="Training">Details of the trials that devices are training.</param>
/// <param name="Failures">Recent failures, newest first.</param>
/// <param name="Searches">The open searches and the newest ones.</param>
public sealed record ClusterPicture(
    ClusterView Cluster, ImmutableArray<SiloView> Silos, ImmutableDictionary<TrialId, TrialDetail> Training,
    ImmutableArray<FailureView> Failures, ImmutableDictionary<SearchId, SearchView> Searches)
{
    /// <summary>Returns a search's name; its id if the name is not known.</summary>
    public string NameOf(SearchId search) => Searches.TryGetValue(search, out var known) ? known.Name : search.Value;

    /// <summary>Failures grouped by cause, the most frequent first. Reasons that differ only in numbers are one cause.</summary>
    public IEnumerable<IGrouping<string, FailureView>> Causes => Failures
        .GroupBy(failure => string.Concat(StateWords.Because(failure.Outcome, failure.Reason).Where(letter => !char.IsAsciiDigit(letter))))
        .OrderByDescending(cause => cause.Count());
}

public sealed record SiloView(string Name, string Host, string Status, DateTime StartedAt);
