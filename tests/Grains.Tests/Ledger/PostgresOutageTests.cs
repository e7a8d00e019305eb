using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Serialization;
using Paretune.Grains.Keys;
using Paretune.Grains.Ledger;
using Paretune.Testing;

namespace Paretune.Grains.Tests.Ledger;

/// <summary>Exceptions thrown while the database is unreachable must be known to every process of the cluster.</summary>
public sealed class PostgresOutageTests : IAsyncLifetime
{
    private PostgresServer? _server;

    public async ValueTask InitializeAsync() => _server = await PostgresServer.Start();

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    [Fact]
    public async Task Every_call_fails_with_what_crosses_a_process_boundary()
    {
        await using var database = await PostgresDatabase.Open(_server!.Connection, TimeSpan.FromSeconds(30), default);
        var (ledger, keys, search) = (new PostgresLedger(database), new PostgresKeyStore(database), Sample.NewId());
        await _server.Kill();

        Func<Task>[] calls =
        [
            () => ledger.Claim(search, default),
            () => ledger.Append(search, 1, [new SearchStarted(Sample.Spec, Sample.Dataset, "") { Sequence = 1 }], default),
            () => ledger.Read(search, 0, 1, default),
            async () => await ledger.Load(search, default).FirstOrDefaultAsync(),
            () => ledger.ReadTrial(new(search, 1), default),
            () => ledger.Searches(default),
            () => keys.All(default),
        ];

        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer<Exception>>();
        foreach (var call in calls)
        {
            var thrown = await Assert.ThrowsAsync<LedgerUnavailableException>(call);
            var received = Assert.IsType<LedgerUnavailableException>(serializer.Deserialize(serializer.SerializeToArray(thrown)));
            Assert.StartsWith("the ledger's database did not answer: ", received.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_database_that_takes_connections_and_says_nothing_is_given_up_when_the_patience_ends()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var connection = $"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port};Username=a;Database=b;Timeout=1";
        List<string> said = [];
        var watch = Stopwatch.StartNew();

        var failure = await Assert.ThrowsAsync<LedgerUnusableException>(() => PostgresDatabase.Open(
            connection, TimeSpan.FromSeconds(4), default, reason =>
            {
                said.Add(reason);
                return Task.CompletedTask;
            }));

        // Five attempts of a second each would have fitted only into the pauses.
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(3.5), TimeSpan.FromSeconds(7.5));
        Assert.StartsWith("the database does not answer (waited ", Assert.Single(said), StringComparison.Ordinal);
        Assert.StartsWith(
            "ConnectionStrings:Ledger must name a reachable PostgreSQL database, but: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migration_of_another_process_is_waited_for_and_named()
    {
        await using var other = NpgsqlDataSource.Create(_server!.Connection);
        await using var migrating = await other.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var transaction = await migrating.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await Lock(migrating);
        var said = new TaskCompletionSource<string>();

        var opening = PostgresDatabase.Open(_server.Connection, TimeSpan.FromSeconds(30), default, heard =>
        {
            said.TrySetResult(heard);
            return Task.CompletedTask;
        });

        var reason = await said.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.StartsWith("another process is migrating the database", reason, StringComparison.Ordinal);
        Assert.False(opening.IsCompleted);
        await transaction.DisposeAsync();
        await (await opening).DisposeAsync();
    }

    [Fact]
    public async Task A_migration_of_an_older_ledger_is_named_and_a_new_ledger_and_one_that_is_up_to_date_are_not()
    {
        await (await Open([])).DisposeAsync();
        await using var older = NpgsqlDataSource.Create(_server!.Connection);
        await using var command = older.CreateCommand(
            "ALTER TABLE entries DROP COLUMN class_mean; UPDATE paretune_version SET version = version - 1 RETURNING version");
        var version = await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        List<string> said = [], after = [];

        await (await Open(said)).DisposeAsync();
        await (await Open(after)).DisposeAsync();

        Assert.StartsWith(
            $"the database's tables are being updated from version {version} to ", Assert.Single(said), StringComparison.Ordinal);
        Assert.Empty(after);

        Task<NpgsqlDataSource> Open(List<string> reasons) => PostgresDatabase.Open(
            _server!.Connection, TimeSpan.FromSeconds(30), default, reason =>
            {
                reasons.Add(reason);
                return Task.CompletedTask;
            });
    }

    // The lock that silos take.
    private static async Task Lock(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({PostgresSchema.MigrationLock})", connection);
        await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
