using System.Collections.Immutable;
using Orleans.Concurrency;
using Paretune.Grains.Ledger;
using Paretune.Tuning.Searches;

namespace Paretune.Grains.Searches;

/// <summary>Answers lists from the ledger's rows.</summary>
[StatelessWorker]
internal sealed class SearchListGrain(ILedger ledger, RowRenewal renewal) : Grain, ISearchListGrain
{
    public async Task<ListedSearches> List(SearchQuery query)
    {
        var (unreadable, pending) = await renewal.CatchUp(CancellationToken.None);
        var page = await ledger.Rows.List(
            query with { Limit = Math.Clamp(query.Limit, 1, SearchQuery.LargestPage) }, CancellationToken.None);
        return page with { Unreadable = [.. page.Unreadable.Union(unreadable)], Pending = pending };
    }

    public async Task<DeviceTimeline> Timeline(DateTimeOffset from, DateTimeOffset to, SearchId? except)
    {
        var page = await List(new() { Archived = null, Limit = SearchQuery.LargestPage });
        SearchView[] open = [.. page.Searches.Where(search => search.Id != except && Overlap(search, from, to) > TimeSpan.Zero)
            .OrderByDescending(search => Overlap(search, from, to))];
        var shown = ImmutableArray.CreateBuilder<SearchAttempts>();
        var cut = 0;
        foreach (var search in open.Take(DeviceTimeline.MostSearches))
        {
            AttemptSpan[] within = [.. await AttemptsOf(search.Id, from, to)];
            cut += Math.Max(0, within.Length - DeviceTimeline.MostAttempts);
            if (within.Length > 0)
                shown.Add(new(search.Id, search.Name, [.. within.TakeLast(DeviceTimeline.MostAttempts)]));
        }

        return new(shown.ToImmutable(), Math.Max(0, open.Length - DeviceTimeline.MostSearches), cut);
    }

    public async Task<ImmutableArray<SearchId>> Deleted() => [.. await ledger.Rows.Deleted(CancellationToken.None)];

    public async Task<ReusableResults> Reusable(SearchSpec spec, Dataset dataset)
    {
        if (spec.Reuse == false || spec.Trainer is not null)
            return ReusableResults.None;
        var cluster = await GrainFactory.GetGrain<IQueueGrain>(0).Cluster();
        return await ReusableLookup.Find(
            spec, dataset, cluster.Workers.Select(worker => worker.Worker), ledger.Results, CancellationToken.None);
    }

    /// <summary>Returns how long the search was open within the period. A search that was reopened counts from its first start.</summary>
    private static TimeSpan Overlap(SearchView search, DateTimeOffset from, DateTimeOffset to)
    {
        var (start, end) = (search.SubmittedAt > from ? search.SubmittedAt : from, search.EndedAt is { } ended && ended < to ? ended : to);
        return end - start;
    }

    private async Task<IEnumerable<AttemptSpan>> AttemptsOf(SearchId search, DateTimeOffset from, DateTimeOffset to)
    {
        var attempts = new AttemptLog();
        foreach (var entry in await ledger.ReadAttempts(search, CancellationToken.None))
            attempts.Apply(entry);
        return attempts.Spans.Where(span => span.Attempt.StartedAt < to && (span.Attempt.EndedAt ?? to) > from);
    }
}
