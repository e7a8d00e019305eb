using Microsoft.Data.Sqlite;

namespace Paretune.Grains.Ledger;

/// <summary>The tables and their migrations from version to version. The file's <c>user_version</c> holds the version.</summary>
internal static class SqliteSchema
{
    /// <summary>Migrations: number n leads from version n to n+1. A released one is never changed; new ones are appended.</summary>
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE searches (
            id TEXT PRIMARY KEY, generation INTEGER NOT NULL, ended INTEGER NOT NULL DEFAULT 0, created INTEGER
        ) WITHOUT ROWID;
        CREATE TABLE entries (
            search TEXT NOT NULL, sequence INTEGER NOT NULL, type TEXT NOT NULL, trial INTEGER, attempt INTEGER, epoch INTEGER,
            at TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (search, sequence)
        ) WITHOUT ROWID;
        CREATE UNIQUE INDEX entries_reports ON entries (search, trial, attempt, epoch) WHERE epoch IS NOT NULL;
        CREATE INDEX entries_trials ON entries (search, trial, sequence) WHERE trial IS NOT NULL;
        """,
        // Null in older rows, whose reports are then read from their JSON.
        "ALTER TABLE entries ADD COLUMN loss REAL; ALTER TABLE entries ADD COLUMN accuracy REAL; ALTER TABLE entries ADD COLUMN seconds "
        + "REAL;",
        """
        CREATE TABLE keys (
            name TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, hash TEXT NOT NULL, created TEXT NOT NULL
        ) WITHOUT ROWID;
        """,
        EntryRows.TrialIndex,
        EntryRows.TopFive,
        SearchRow.Columns,
        EntryRows.Balanced,
        SearchRow.TagsColumn,
        Notifications.Table,
        Results.Column,
        EntryRows.ClassMean,
    ];

    public static void Migrate(SqliteConnection connection, string path)
    {
        var version = Version(connection);
        if (version > Steps.Length)
            throw new LedgerUnusableException(
                $"the ledger {path} has version {version}, but this program supports versions up to {Steps.Length}; start a newer "
                    + "Paretune");
        for (; version < Steps.Length; version++)
            Run(connection, $"BEGIN IMMEDIATE; {Steps[version]} PRAGMA user_version = {version + 1}; COMMIT;");
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only constants of this folder are passed.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static long Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return (long)command.ExecuteScalar()!;
    }
}
