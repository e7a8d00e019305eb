using Npgsql;
using Paretune.Grains.Ledger;

namespace Paretune.Grains.Keys;

/// <summary>Stores the keys of a cluster in the database of its ledger.</summary>
public sealed class PostgresKeyStore(NpgsqlDataSource database) : IKeyStore
{
    private const string Columns = "id, name, scope, hash, created";

    // Sorted by bytes as in SQLite, whatever the database's collation.
    public Task<IReadOnlyList<StoredKey>> All(CancellationToken cancellation) =>
        Run($"SELECT {Columns} FROM keys ORDER BY name COLLATE \"C\"", [], cancellation);

    public async Task<bool> Add(StoredKey key, CancellationToken cancellation)
    {
        var kept = await Run(
            $"INSERT INTO keys ({Columns}) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING {Columns}",
            [key.Id, key.Name, $"{key.Scope}", key.Hash, key.CreatedAt.UtcDateTime], cancellation);
        return kept.Count == 1;
    }

    public async Task<StoredKey?> Remove(string name, CancellationToken cancellation) =>
        (await Run($"DELETE FROM keys WHERE name = $1 RETURNING {Columns}", [name], cancellation)).SingleOrDefault();

    private Task<IReadOnlyList<StoredKey>> Run(string sql, object[] values, CancellationToken cancellation) =>
        PostgresErrors.Translate(() => Ask(sql, values, cancellation));

    private async Task<IReadOnlyList<StoredKey>> Ask(string sql, object[] values, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // The callers are above: constants only.
        await using var command = database.CreateCommand(sql);
#pragma warning restore CA2100
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var keys = new List<StoredKey>();
        while (await reader.ReadAsync(cancellation))
            keys.Add(new(
                reader.GetString(0), reader.GetString(1), Enum.Parse<KeyScope>(reader.GetString(2)), reader.GetString(3),
                reader.GetFieldValue<DateTimeOffset>(4)));
        return keys;
    }
}
