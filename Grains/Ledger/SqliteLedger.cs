using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Paretune.Grains.Ledger;

/// <summary>
/// The ledger of a standalone silo: one SQLite file. Concurrent writes share one transaction, and with it one flush; each has its own
/// savepoint. A write is on disk before it is answered (WAL, synchronous=FULL). Reads use connections of their own and never wait.
/// </summary>
public sealed class SqliteLedger : ILedger, IAsyncDisposable, IDisposable
{
    // Limits how long the first writer of a batch waits for the others' statements, about 20 µs each.
    private const int Batch = 256;

    private static readonly SearchRowDialect Dialect = new(
        Behind: "summary_sequence IS NULL",
        Follows: "(SELECT max(sequence) FROM entries WHERE search = @search) = @summary_sequence",
        Created: time => time.Ticks);

    private readonly LedgerLock _lock;
    private readonly SqliteWriter _writer;
    private readonly string _readers;
    private readonly DbDataSource _rows;
    private readonly Channel<SqliteWrite> _writes = Channel.CreateUnbounded<SqliteWrite>(new() { SingleReader = true });
    private readonly Task _loop;

    /// <summary>Opens the ledger; creates the file and its folder if missing.</summary>
    /// <exception cref="LedgerUnusableException">The file is not writable, is used by another process, or is from a newer
    /// version.</exception>
    public SqliteLedger(string path)
    {
        var full = Path.GetFullPath(path);
        _lock = LedgerLock.Take(full);
        _readers = new SqliteConnectionStringBuilder { DataSource = full, Mode = SqliteOpenMode.ReadWrite }.ToString();
        _rows = SqliteFactory.Instance.CreateDataSource(_readers);
        (Rows, Notifications, Results) = (new SearchRows(new(_rows), Dialect), new Notifications(new(_rows)), new Results(new(_rows)));
        try
        {
            _writer = new(Open(full));
        }
        catch
        {
            _lock.Dispose();
            throw;
        }

        _loop = Task.Factory.StartNew(WriteAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <inheritdoc/>
    public ISearchRows Rows { get; }

    /// <inheritdoc/>
    public INotifications Notifications { get; }

    /// <inheritdoc/>
    public IResults Results { get; }

    /// <summary>A connection string for other users of the file, which exists at this version's schema while this ledger is open.</summary>
    internal string Connection => _readers;

    public async Task<long> Claim(SearchId search, CancellationToken cancellation)
    {
        long generation = 0;
        await Write(writer => generation = writer.Claim(search), cancellation);
        return generation;
    }

    public Task Append(
        SearchId search, long generation, IReadOnlyList<LedgerEntry> entries, SearchView? row, CancellationToken cancellation)
    {
        var (columns, notification) = (SearchRow.After(entries, row), NewNotification.After(entries, row));
        return Write(writer => writer.Append(search, generation, entries, columns, notification), cancellation);
    }

    public Task<IReadOnlyList<LedgerEntry>> Read(SearchId search, long after, int most, CancellationToken cancellation) => Ask(
        EntryRows.Page, [new("@search", search.Value), new("@after", after), new("@last", after + most)], EntryRows.Bodies, cancellation);

    public async IAsyncEnumerable<LedgerEntry> Load(SearchId search, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = new SqliteConnection(_readers);
        await connection.OpenAsync(cancellation);
        await using var command = Command(connection, EntryRows.Load, [new("@search", search.Value)]);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            yield return EntryRows.Loaded(reader, search);
    }

    public Task<IReadOnlyList<LedgerEntry>> ReadTrial(TrialId trial, CancellationToken cancellation) => Ask(
        EntryRows.Trial, [new("@search", trial.Search.Value), new("@trial", trial.Number)], EntryRows.Bodies, cancellation);

    public Task<IReadOnlyList<LedgerEntry>> ReadAttempts(SearchId search, CancellationToken cancellation) =>
        Ask(EntryRows.Attempts, [new("@search", search.Value)], EntryRows.Bodies, cancellation);

    public Task<IReadOnlyList<LedgerSearch>> Searches(CancellationToken cancellation) =>
        Ask(EntryRows.Searches, [], EntryRows.Listed, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (!_writes.Writer.TryComplete())
            return;
        await _loop;
        _writer.Dispose();
        await _rows.DisposeAsync();
        using (var pooled = new SqliteConnection(_readers))
            SqliteConnection.ClearPool(pooled);
        _lock.Dispose();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            SqliteSchema.Run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
            SqliteSchema.Migrate(connection, path);
            return connection;
        }
        catch (SqliteException broken)
        {
            connection.Dispose();
            throw new LedgerUnusableException(
                $"the ledger {path} must be a writable SQLite file, but: {broken.Message}", broken);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private Task Write(Action<SqliteWriter> action, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var write = new SqliteWrite(action);
        ObjectDisposedException.ThrowIf(!_writes.Writer.TryWrite(write), this);
        return write.Done;
    }

    private async Task WriteAll()
    {
        var batch = new List<SqliteWrite>();
        while (await _writes.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < Batch && _writes.Reader.TryRead(out var write))
                batch.Add(write);
            SqliteWrite.Commit(_writer, batch);
        }
    }

    private async Task<T> Ask<T>(
        string sql, SqliteParameter[] values, Func<SqliteCommand, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        await using var connection = new SqliteConnection(_readers);
        await connection.OpenAsync(cancellation);
        await using var command = Command(connection, sql, values);
        return await read(command, cancellation);
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, SqliteParameter[] values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of EntryRows only.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddRange(values);
        return command;
    }
}
