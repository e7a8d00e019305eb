namespace Paretune.Grains.Ledger;

/// <summary>
/// One row per search, written with its entries, so that a list reads neither entries nor grains. A process of the previous version writes
/// entries without a row. The row is then missing or out of date, and the next list has it renewed.
/// </summary>
public interface ISearchRows
{
    /// <summary>The rows that match, newest first. Searches without a row are left out; see <see cref="Behind"/>.</summary>
    /// <exception cref="ArgumentException">The query's cursor is none that a page gave.</exception>
    Task<ListedSearches> List(SearchQuery query, CancellationToken cancellation);

    /// <summary>The searches whose row is missing or older than their entries, newest first.</summary>
    Task<IReadOnlyList<LedgerSearch>> Behind(CancellationToken cancellation);

    /// <summary>Stores the row, unless there is a newer one or the search was deleted.</summary>
    Task Renew(SearchView row, CancellationToken cancellation);

    /// <summary>Sets whether lists omit the search.</summary>
    Task Archive(SearchId search, bool archived, CancellationToken cancellation);

    /// <summary>Whether the search is archived (<see cref="Archive"/>).</summary>
    Task<bool> IsArchived(SearchId search, CancellationToken cancellation);

    /// <summary>
    /// Deletes a search: from now on no reader finds its entries, no activation can claim it or write to it, and its id is never used
    /// again. <see cref="Erase"/> removes what remains in the database.
    /// </summary>
    Task Delete(SearchId search, CancellationToken cancellation);

    /// <summary>Every search that was deleted.</summary>
    Task<IReadOnlyList<SearchId>> Deleted(CancellationToken cancellation);

    /// <summary>Erases a part of what deleted searches left, small enough not to delay writes.</summary>
    /// <returns>Whether there is more.</returns>
    Task<bool> Erase(CancellationToken cancellation);
}
