using System.Collections.Immutable;
using Orleans.Concurrency;
using Paretune.Grains.Ledger;

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

    public async Task<ImmutableArray<SearchId>> Deleted() => [.. await ledger.Rows.Deleted(CancellationToken.None)];
}
