namespace Paretune.Grains.Ledger;

/// <summary>
/// Stores one row per search, written with its entries, so that lists read neither entries nor grains. Processes of the previous version
/// write entries without a row; the row is then missing or out of date, and the next list renews it.
/// </summary>
public interface ISearchRows
{
    /// <summary>Returns the rows that match, newest first. Omits searches without a row; see <see cref="Behind"/>.</summary>
    /// <exception cref="ArgumentException">The query's cursor did not come from a page.</exception>
    Task<ListedSearches> List(SearchQuery query, CancellationToken cancellation);

    /// <summary>Lists the searches whose row is missing or older than their entries, newest first.</summary>
    Task<IReadOnlyList<LedgerSearch>> Behind(CancellationToken cancellation);

    /// <summary>Stores the row, unless there is a newer one or the search was deleted.</summary>
    Task Renew(SearchView row, CancellationToken cancellation);

    /// <summary>Sets whether lists omit the search.</summary>
    Task Archive(SearchId search, bool archived, CancellationToken cancellation);

    /// <summary>Returns whether the search is archived (<see cref="Archive"/>).</summary>
    Task<bool> IsArchived(SearchId search, CancellationToken cancellation);

    /// <summary>
    /// Deletes a search: from now on its entries cannot be read, no activation can claim it or write to it, and its id is never used again.
    /// <see cref="Erase"/> removes what remains in the database.
    /// </summary>
    Task Delete(SearchId search, CancellationToken cancellation);

    /// <summary>Lists all deleted searches.</summary>
    Task<IReadOnlyList<SearchId>> Deleted(CancellationToken cancellation);

    /// <summary>Erases part of what remains of deleted searches, little enough not to delay writes.</summary>
    /// <returns>Whether there is more.</returns>
    Task<bool> Erase(CancellationToken cancellation);
}
