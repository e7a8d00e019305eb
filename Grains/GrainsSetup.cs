using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Paretune.Grains.Keys;
using Paretune.Grains.Ledger;

namespace Paretune.Grains;

/// <summary>What a silo needs to hold Paretune's grains.</summary>
public static class GrainsSetup
{
    /// <summary>Adds the ledger the grains write to. It is made once; the host disposes of it.</summary>
    public static ISiloBuilder AddParetuneGrains(this ISiloBuilder silo, Func<IServiceProvider, ILedger> ledger)
    {
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.AddSingleton(ledger);
        return silo;
    }

    /// <summary>Adds where the keys to the API are kept.</summary>
    public static ISiloBuilder AddParetuneKeys(this ISiloBuilder silo, Func<IServiceProvider, IKeyStore> keys)
    {
        silo.Services.AddSingleton(keys);
        return silo;
    }
}
