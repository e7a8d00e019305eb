using Npgsql;
using Paretune.Grains.Keys;
using Paretune.Grains.Ledger;
using Paretune.Grains.Tests.Ledger;

namespace Paretune.Grains.Tests.Keys;

[Collection("postgres")]
public sealed class PostgresKeyStoreTests(Postgres postgres) : KeyStoreContract, IAsyncLifetime
{
    private NpgsqlDataSource? _database;

    protected override IKeyStore Keys => new PostgresKeyStore(_database!);

    public async ValueTask InitializeAsync() => _database = await Open();

    public ValueTask DisposeAsync() => _database!.DisposeAsync();

    protected override void Reopen()
    {
        _database!.Dispose();
        _database = Open().GetAwaiter().GetResult();
    }

    private Task<NpgsqlDataSource> Open() =>
        PostgresDatabase.Open(postgres.Server.Connection, TimeSpan.FromSeconds(30), CancellationToken.None);
}
