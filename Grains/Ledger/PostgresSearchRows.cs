using Npgsql;

namespace Paretune.Grains.Ledger;

/// <summary>The rows of <see cref="PostgresLedger"/>.</summary>
/// <remarks>Every call throws <see cref="LedgerUnavailableException"/> where the database does not answer.</remarks>
internal sealed class PostgresSearchRows(NpgsqlDataSource database) : ISearchRows
{
    private readonly SearchRows _rows = new(database, new(
        Behind: "summary_sequence IS NULL OR summary_sequence < sequence", Follows: "sequence >= @summary_sequence",
        Created: time => time));

    public Task<ListedSearches> List(SearchQuery query, CancellationToken cancellation) =>
        PostgresFault.Told(() => _rows.List(query, cancellation));

    public Task<IReadOnlyList<LedgerSearch>> Behind(CancellationToken cancellation) => PostgresFault.Told(() => _rows.Behind(cancellation));

    public Task Renew(SearchView row, CancellationToken cancellation) => PostgresFault.Told(() => _rows.Renew(row, cancellation));

    public Task Archive(SearchId search, bool archived, CancellationToken cancellation) =>
        PostgresFault.Told(() => _rows.Archive(search, archived, cancellation));

    public Task<bool> IsArchived(SearchId search, CancellationToken cancellation) =>
        PostgresFault.Told(() => _rows.IsArchived(search, cancellation));

    public Task Delete(SearchId search, CancellationToken cancellation) => PostgresFault.Told(() => _rows.Delete(search, cancellation));

    public Task<IReadOnlyList<SearchId>> Deleted(CancellationToken cancellation) => PostgresFault.Told(() => _rows.Deleted(cancellation));

    public Task<bool> Erase(CancellationToken cancellation) => PostgresFault.Told(() => _rows.Erase(cancellation));
}
