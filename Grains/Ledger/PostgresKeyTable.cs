namespace Paretune.Grains.Ledger;

/// <summary>The table of keys in PostgreSQL.</summary>
internal static class PostgresKeyTable
{
    public const string Sql = """
        CREATE TABLE keys (
            name text PRIMARY KEY, id text NOT NULL UNIQUE, scope text NOT NULL, hash text NOT NULL, created timestamptz NOT NULL
        );
        """;
}
