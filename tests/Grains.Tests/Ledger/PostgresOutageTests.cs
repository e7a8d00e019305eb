using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Paretune.Grains.Keys;
using Paretune.Grains.Ledger;
using Paretune.Testing;

namespace Paretune.Grains.Tests.Ledger;

/// <summary>What is thrown while the database is away has to be readable by every process of the cluster.</summary>
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
}
