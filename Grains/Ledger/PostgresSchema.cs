using System.Diagnostics;
using Npgsql;

namespace Paretune.Grains.Ledger;

/// <summary>
/// The tables and their migrations from version to version: the ledger's, and Orleans' membership with the view <c>OrleansQuery</c>, from
/// which its ADO.NET provider reads queries.
/// </summary>
internal static class PostgresSchema
{
    // The advisory lock of a migrating process. Any number will do, as long as every silo uses the same.
    internal const long MigrationLock = 0x50617265_74756E65;

    // Building an index over a large ledger takes minutes, and the other silos wait for it.
    private static readonly TimeSpan MigrationTimeout = TimeSpan.FromMinutes(30), Pause = TimeSpan.FromSeconds(1);

    /// <summary>Migrations: number n leads from version n to n+1. A released one is never changed; new ones are appended.</summary>
    private static readonly string[] Steps =
    [
        PostgresLedgerTables.Sql, PostgresMembershipTables.Sql, PostgresKeyTable.Sql, EntryRows.TrialIndex, EntryRows.TopFive,
        SearchRow.Columns, EntryRows.Balanced,
        SearchRow.TagsColumn,
        Notifications.Table,
        Results.Column,
        EntryRows.ClassMean,
    ];

    /// <summary>Brings the tables up to date in one transaction. Silos take turns.</summary>
    /// <param name="notice">Says that this process updates the tables of a ledger, or waits for another one that does.</param>
    /// <exception cref="LedgerUnusableException">The database is from a newer version; nothing was changed.</exception>
    public static async Task Migrate(NpgsqlDataSource database, WaitNotice notice, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Lock(connection, notice, cancellation);
        await Run(connection, "CREATE TABLE IF NOT EXISTS paretune_version (version integer NOT NULL)", cancellation);
        var version = await Run(connection, "SELECT coalesce(max(version), 0) FROM paretune_version", cancellation) is int known
            ? known : 0;
        if (version > Steps.Length)
            throw new LedgerUnusableException(
                $"the ledger's database {connection.Database} has version {version}, but this program supports versions up to "
                    + $"{Steps.Length}; start a "
                + "newer Paretune");
        // A large ledger takes minutes. Until then a process that says nothing answers no probe, and would be restarted.
        if (version > 0 && version < Steps.Length)
            await notice.Say($"the database's tables are being updated from version {version} to {Steps.Length}");
        for (; version < Steps.Length; version++)
            await Run(connection, Steps[version], cancellation);
        await Run(connection, $"DELETE FROM paretune_version; INSERT INTO paretune_version VALUES ({version})", cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task Lock(NpgsqlConnection connection, WaitNotice notice, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        while (await Run(connection, $"SELECT pg_try_advisory_xact_lock({MigrationLock})", cancellation) is not true)
        {
            if (watch.Elapsed > MigrationTimeout)
                throw new NpgsqlException($"another process has been migrating it for {MigrationTimeout.TotalMinutes:0} minutes");
            await notice.Say($"another process is migrating the database, waited {watch.Elapsed.TotalSeconds:0} s");
            await Task.Delay(Pause, cancellation);
        }
    }

    private static async Task<object?> Run(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // Only constants and numbers of this folder are passed.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)MigrationTimeout.TotalSeconds };
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellation);
    }
}
