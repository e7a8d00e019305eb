using Npgsql;

namespace Paretune.Grains.Ledger;

/// <summary>
/// The ledger of a cluster: tables of a PostgreSQL database that every silo writes to. An append is one flush and one statement, which
/// checks generation and sequence; a search groups all its waiting entries into one append.
/// </summary>
/// <remarks>Every call throws <see cref="LedgerUnavailableException"/> if the database does not answer.</remarks>
public sealed class PostgresLedger(NpgsqlDataSource database) : ILedger
{
    private static readonly SearchRowDialect Dialect = new(
        Behind: "summary_sequence IS NULL OR summary_sequence < sequence", Follows: "sequence >= @summary_sequence",
        Created: time => time);

    private readonly PostgresEntries _entries = new(database);

    public Task<long> Claim(SearchId search, CancellationToken cancellation) =>
        PostgresErrors.Translate(() => _entries.Claim(search, cancellation));

    public Task Append(
        SearchId search, long generation, IReadOnlyList<LedgerEntry> entries, SearchView? row, CancellationToken cancellation)
    {
        var (columns, notification) = (SearchRow.After(entries, row), NewNotification.After(entries, row));
        return PostgresErrors.Translate(() => _entries.Append(search, generation, entries, columns, notification, cancellation));
    }

    public Task<IReadOnlyList<LedgerEntry>> Read(SearchId search, long after, int most, CancellationToken cancellation) =>
        PostgresErrors.Translate(() => _entries.Read(search, after, most, cancellation));

    public IAsyncEnumerable<LedgerEntry> Load(SearchId search, CancellationToken cancellation) =>
        PostgresErrors.Translate(_entries.Load(search, cancellation));

    public Task<IReadOnlyList<LedgerEntry>> ReadTrial(TrialId trial, CancellationToken cancellation) =>
        PostgresErrors.Translate(() => _entries.ReadTrial(trial, cancellation));

    public Task<IReadOnlyList<LedgerEntry>> ReadAttempts(SearchId search, CancellationToken cancellation) =>
        PostgresErrors.Translate(() => _entries.ReadAttempts(search, cancellation));

    public Task<IReadOnlyList<LedgerSearch>> Searches(CancellationToken cancellation) =>
        PostgresErrors.Translate(() => _entries.Searches(cancellation));

    public ISearchRows Rows { get; } = new SearchRows(new(database, PostgresErrors.Create), Dialect);

    public INotifications Notifications { get; } = new Notifications(new(database, PostgresErrors.Create));

    public IResults Results { get; } = new Results(new(database, PostgresErrors.Create));
}
