using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using Paretune.Grains.Ledger;
using Paretune.Grains.Searches;

namespace Paretune.Grains.Tests.Cluster;

/// <summary>Two silos on one SQLite ledger, with grain calls as a worker on each silo would make them.</summary>
public sealed class TwoSilos : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("paretune").FullName;
    private SqliteLedger? _ledger;
    private InProcessTestCluster? _cluster;

    public IGrainFactory Client => _cluster!.Client;

    public async ValueTask InitializeAsync()
    {
        _ledger = new(Path.Combine(_folder, "ledger.sqlite"));
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) => silo.AddParetuneGrains(_ => _ledger));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster!.DisposeAsync();
        await _ledger!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Returns the grain factory of a silo.</summary>
    public IGrainFactory Beside(int silo) => _cluster!.Silos[silo].ServiceProvider.GetRequiredService<IGrainFactory>();

    /// <summary>Sends a signal as a worker on a silo does.</summary>
    public Task<Decision> Signal(Signal signal, int silo) =>
        Beside(silo).GetGrain<ITrialGrain>(signal.Trial.ToString()).Signal(signal, _cluster!.Silos[silo].SiloAddress);

    /// <summary>Returns the index of the silo that hosts a trial's grain; null if there is none.</summary>
    public async Task<int?> SiloOf(TrialId trial)
    {
        var address = await Client.GetGrain<IManagementGrain>(0).GetActivationAddress(Client.GetGrain<ITrialGrain>(trial.ToString()));
        var silo = _cluster!.Silos.Index().Where(one => one.Item.SiloAddress.Equals(address)).Select(one => (int?)one.Index);
        return silo.SingleOrDefault();
    }
}
