using Npgsql;
using Paretune.Grains.Ledger;
using Paretune.Testing;

namespace Paretune.Grains.Tests.Ledger;

/// <summary>One PostgreSQL for all tests of this assembly.</summary>
public sealed class Postgres : IAsyncLifetime
{
    private PostgresServer? _server;

    internal PostgresServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await PostgresServer.Start();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

[CollectionDefinition("postgres")]
public sealed class PostgresCollection : ICollectionFixture<Postgres>;

[Collection("postgres")]
public sealed class PostgresLedgerTests(Postgres postgres) : LedgerContract, IAsyncLifetime
{
    private NpgsqlDataSource? _database;

    protected override ILedger Ledger => new PostgresLedger(_database!);

    public async ValueTask InitializeAsync() => _database = await Open(postgres.Server.Connection);

    public ValueTask DisposeAsync() => _database!.DisposeAsync();

    protected override void Reopen()
    {
        _database!.Dispose();
        _database = Open(postgres.Server.Connection).GetAwaiter().GetResult();
    }

    protected override async Task<long> Kept(SearchId search)
    {
        await using var command = _database!.CreateCommand("SELECT count(*) FROM entries WHERE search = @search");
        command.Parameters.AddWithValue("search", search.Value);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    [Fact]
    public async Task A_process_of_the_version_before_writes_on_and_leaves_the_row_behind()
    {
        var search = Sample.NewId();
        var generation = await Ledger.Claim(search, default);
        await Ledger.Append(
            search, generation, [new SearchStarted(Sample.Spec, Sample.Dataset, "") { Sequence = 1, At = Sample.Noon }], default);
        await using var before = _database!.CreateCommand(
            """
            WITH owner AS (
                UPDATE searches SET sequence = 2, ended = ended OR true, created = coalesce(created, now())
                WHERE id = @search AND generation = @generation AND sequence = 1 RETURNING id)
            INSERT INTO entries (search, sequence, type, at, body, loss, accuracy, seconds, top_five)
            SELECT owner.id, 2, 'PriorityChanged', now(), '{"type":"priorityChanged","sequence":2,"priority":1}', NULL, NULL, NULL, NULL
            FROM owner
            """);
        before.Parameters.AddWithValue("search", search.Value);
        before.Parameters.AddWithValue("generation", generation);

        Assert.Equal(1, await before.ExecuteNonQueryAsync());

        Assert.Contains(new(search, true), await Ledger.Rows.Behind(default));
        Assert.Equal(2, (await Ledger.Read(search, 0, 10, default)).Count);
    }

    [Fact]
    public async Task Ten_silos_that_start_at_once_on_an_empty_database_all_find_its_tables()
    {
        var connection = await postgres.Server.Create($"race{Sample.NewId()}");

        var silos = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Open(connection)));

        foreach (var silo in silos)
        {
            Assert.Empty(await new PostgresLedger(silo).Searches(default));
            await silo.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_database_from_a_newer_version_is_refused_and_left_as_it_is()
    {
        var connection = await postgres.Server.Create($"newer{Sample.NewId()}");
        await (await Open(connection)).DisposeAsync();
        await using var raw = NpgsqlDataSource.Create(connection);
        await raw.CreateCommand("UPDATE paretune_version SET version = 99").ExecuteNonQueryAsync();

        var refused = await Assert.ThrowsAsync<LedgerUnusableException>(() => Open(connection));

        Assert.Contains("has version 99, but this program supports versions up to", refused.Message);
        Assert.Equal(99, await raw.CreateCommand("SELECT version FROM paretune_version").ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_database_from_before_the_mean_of_classes_is_brought_up_to_date_and_its_reports_are_loaded_whole()
    {
        var connection = await postgres.Server.Create($"older{Sample.NewId()}");
        var search = Sample.NewId();
        await using (var older = await Open(connection))
        {
            var ledger = new PostgresLedger(older);
            var report = Sample.Report(new(search, 1), 1, 1) with { ClassAccuracy = [0.75, 0.25] };
            await ledger.Append(
                search, await ledger.Claim(search, default),
                [
                    new SearchStarted(Sample.Spec, Sample.Dataset, "") { Sequence = 1, At = Sample.Noon },
                    new EpochReported(report, Decision.Continue) { Sequence = 2, At = Sample.Noon },
                ], default);
            await older.CreateCommand("ALTER TABLE entries DROP COLUMN class_mean; UPDATE paretune_version SET version = 10")
                .ExecuteNonQueryAsync();
        }

        await using var current = await Open(connection);

        var loaded = (await new PostgresLedger(current).Load(search, default).ToListAsync()).OfType<EpochReported>().Single();
        Assert.Equal([0.75, 0.25], loaded.Report.ClassAccuracy);
    }

    [Fact]
    public async Task Pool_size_and_timeouts_are_ours_unless_the_connection_names_them()
    {
        await using var theirs = await Open(
            $"{postgres.Server.Connection};Maximum Pool Size=3;Command Timeout=20;Timeout=30;Max Auto Prepare=5");
        NpgsqlConnectionStringBuilder ours = new(_database!.ConnectionString), named = new(theirs.ConnectionString);

        Assert.Equal((8, 8, 8, 16), (ours.MaxPoolSize, ours.CommandTimeout, ours.Timeout, ours.MaxAutoPrepare));
        Assert.Equal((3, 20, 30, 5), (named.MaxPoolSize, named.CommandTimeout, named.Timeout, named.MaxAutoPrepare));
    }

    [Theory]
    [InlineData("no connection string", "must be a PostgreSQL connection string")]
    [InlineData("Host=127.0.0.1;Port=1;Username=nobody", "must name a reachable PostgreSQL database")]
    public async Task A_connection_that_leads_nowhere_is_refused(string connection, string why)
    {
        var refused = await Assert.ThrowsAsync<LedgerUnusableException>(() => Open(connection));

        Assert.Contains(why, refused.Message);
    }

    [Fact]
    public async Task An_append_of_an_old_owner_that_waited_for_the_claim_is_refused()
    {
        var search = Sample.NewId();
        var old = await Ledger.Claim(search, default);
        await using var connection = await _database!.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var claim = new NpgsqlCommand("UPDATE searches SET generation = generation + 1 WHERE id = @id", connection);
        claim.Parameters.AddWithValue("id", search.Value);
        await claim.ExecuteNonQueryAsync();

        var late = Ledger.Append(
            search, old, [new SearchStarted(Sample.Spec, Sample.Dataset, "") { Sequence = 1, At = Sample.Noon }], default);
        await transaction.CommitAsync();

        await Assert.ThrowsAsync<LedgerFencedException>(() => late);
    }

    private static Task<NpgsqlDataSource> Open(string connection) => PostgresDatabase.Open(connection, TimeSpan.Zero, default);
}
