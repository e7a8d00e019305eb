namespace Paretune.Grains.Ledger;

/// <summary>
/// The ledger's tables in PostgreSQL: as in SQLite, with the last sequence beside the generation, so that an append is one statement.
/// </summary>
internal static class PostgresLedgerTables
{
    public const string Sql = """
        CREATE TABLE searches (
            id text PRIMARY KEY, generation bigint NOT NULL, sequence bigint NOT NULL DEFAULT 0, ended boolean NOT NULL DEFAULT false,
            created timestamptz
        ) WITH (fillfactor = 50);
        CREATE TABLE entries (
            search text NOT NULL, sequence bigint NOT NULL, type text NOT NULL, trial integer, attempt integer, epoch integer,
            at timestamptz NOT NULL, body text NOT NULL, loss float8, accuracy float8, seconds float8, PRIMARY KEY (search, sequence)
        );
        CREATE UNIQUE INDEX entries_reports ON entries (search, trial, attempt, epoch) WHERE epoch IS NOT NULL;
        CREATE INDEX entries_trials ON entries (search, trial, sequence) WHERE trial IS NOT NULL;
        """;
}
