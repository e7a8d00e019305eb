using System.Globalization;
using Microsoft.Data.Sqlite;
using Paretune.Grains.Ledger;

namespace Paretune.Grains.Keys;

/// <summary>
/// Stores keys in the ledger's file, whose schema the ledger has migrated. Writes are rare and use a separate connection.
/// </summary>
public sealed class SqliteKeyStore(SqliteLedger ledger) : IKeyStore
{
    private const string Columns = "id, name, scope, hash, created";

    public Task<IReadOnlyList<StoredKey>> All(CancellationToken cancellation) =>
        Run($"SELECT {Columns} FROM keys ORDER BY name", [], cancellation);

    public async Task<bool> Add(StoredKey key, CancellationToken cancellation)
    {
        var kept = await Run(
            $"INSERT INTO keys ({Columns}) VALUES ($0, $1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING {Columns}",
            [key.Id, key.Name, $"{key.Scope}", key.Hash, key.CreatedAt.ToString("O", CultureInfo.InvariantCulture)], cancellation);
        return kept.Count == 1;
    }

    public async Task<StoredKey?> Remove(string name, CancellationToken cancellation) =>
        (await Run($"DELETE FROM keys WHERE name = $0 RETURNING {Columns}", [name], cancellation)).SingleOrDefault();

    private async Task<IReadOnlyList<StoredKey>> Run(string sql, string[] values, CancellationToken cancellation)
    {
        await using var connection = new SqliteConnection(ledger.Connection);
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The callers are above: constants only.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (number, value) in values.Index())
            command.Parameters.AddWithValue($"${number}", value);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var keys = new List<StoredKey>();
        while (await reader.ReadAsync(cancellation))
            keys.Add(new(
                reader.GetString(0), reader.GetString(1), Enum.Parse<KeyScope>(reader.GetString(2)), reader.GetString(3),
                DateTimeOffset.Parse(reader.GetString(4), CultureInfo.InvariantCulture)));
        return keys;
    }
}
