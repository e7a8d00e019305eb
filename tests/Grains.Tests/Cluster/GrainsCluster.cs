using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using Paretune.Grains.Ledger;
using Paretune.Grains.Searches;

namespace Paretune.Grains.Tests.Cluster;

/// <summary>One silo with the real grains and a real SQLite ledger, shared by all tests that need one.</summary>
public sealed class GrainsCluster : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("paretune").FullName;
    private InProcessTestCluster? _cluster;

    public InProcessTestCluster Silo => _cluster!;
    public IGrainFactory Grains => Silo.Client;
    public MovableClock Clock { get; } = new();
    internal WatchedLedger Ledger { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Ledger = new(new SqliteLedger(Path.Combine(_folder, "ledger.sqlite")));
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddParetuneGrains(_ => Ledger);
            silo.Services.AddSingleton<TimeProvider>(Clock);
            silo.Services.AddSingleton<IResultFiles, EveryResultFile>();
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Silo.DisposeAsync();
        await Ledger.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

[CollectionDefinition("cluster")]
public sealed class ClusterCollection : ICollectionFixture<GrainsCluster>;

/// <summary>Has the model of every trial.</summary>
internal sealed class EveryResultFile : IResultFiles
{
    public Task<bool> Copy(TrialId from, int attempt, TrialId to, int toAttempt, CancellationToken cancellation) => Task.FromResult(true);
}

/// <summary>The real time plus an offset that tests set; timers use real time.</summary>
public sealed class MovableClock : TimeProvider
{
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;

    public void Advance(TimeSpan by) => _ahead += by;
}
