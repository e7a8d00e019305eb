using Npgsql;
using Paretune.Grains.Keys;
using Paretune.Grains.Ledger;

namespace Paretune.Silo.Start;

/// <summary>The store of searches and keys: the cluster's PostgreSQL database, or a SQLite file in the home folder.</summary>
internal sealed class Database : IAsyncDisposable
{
    public const string Key = "Ledger";

    // Enough for a database that starts together with its silos.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private Database(NpgsqlDataSource? shared, ILedger ledger, IKeyStore keys) => (Shared, Ledger, Keys) = (shared, ledger, keys);

    /// <summary>The database, which also holds Orleans' membership; null in a standalone process.</summary>
    public NpgsqlDataSource? Shared { get; }
    public ILedger Ledger { get; }
    public IKeyStore Keys { get; }

    /// <exception cref="LedgerUnusableException">The database cannot be opened; the message says why.</exception>
    /// <param name="waits">Receives the reason whenever the call waits for the database.</param>
    public static async Task<Database> Open(IConfiguration configuration, string home, Func<string, Task> waits)
    {
        if (configuration.GetConnectionString(Key) is not { Length: > 0 } connection)
        {
            var file = new SqliteLedger(Path.Combine(home, "ledger.sqlite"));
            return new(null, file, new SqliteKeyStore(file));
        }

        var shared = await PostgresDatabase.Open(connection, Patience, CancellationToken.None, waits);
        return new(shared, new PostgresLedger(shared), new PostgresKeyStore(shared));
    }

    public async ValueTask DisposeAsync()
    {
        if (Ledger is IAsyncDisposable file)
            await file.DisposeAsync();
        if (Shared is not null)
            await Shared.DisposeAsync();
    }
}
