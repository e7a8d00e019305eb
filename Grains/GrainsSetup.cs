using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Paretune.Grains.Keys;
using Paretune.Grains.Ledger;
using Paretune.Grains.Notifications;
using Paretune.Grains.Searches;
using Paretune.Grains.Telemetry;
using Paretune.Grains.Trials;
using Paretune.Tuning.Notifications;
using Paretune.Tuning.Searches;

namespace Paretune.Grains;

/// <summary>Which grains a silo holds.</summary>
public enum HostedGrains
{
    All,

    /// <summary>Searches and the queue.</summary>
    Searches,

    /// <summary>Trials, beside the devices that train them.</summary>
    Trials,
}

/// <summary>What a silo needs to hold Paretune's grains.</summary>
public static class GrainsSetup
{
    /// <summary>Adds the ledger the grains write to. It is made once; the host disposes of it.</summary>
    /// <param name="hosted">The grains that may live on this silo.</param>
    /// <param name="keeping">How searches that start here keep checkpoints; null for one place without a bound.</param>
    /// <param name="notify">Who may be told of the end of a search; null for nobody.</param>
    public static ISiloBuilder AddParetuneGrains(
        this ISiloBuilder silo, Func<IServiceProvider, ILedger> ledger, HostedGrains hosted = HostedGrains.All,
        CheckpointKeeping? keeping = null, NotifyOptions? notify = null)
    {
        // A silo that does not know a grain's class is never chosen for it; no placement rule has to be kept in step with the roles.
        silo.Services.PostConfigure<GrainTypeOptions>(types => types.Classes.RemoveWhere(type => !Holds(hosted, type)));
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.AddSingleton(keeping ?? new());
        silo.Services.TryAddSingleton<IResultFiles, NoResultFiles>();
        silo.Services.AddMetrics();
        silo.Services.AddSingleton<GrainMeter>();
        silo.Services.AddSingleton<LeaseRenewals>();
        silo.Services.AddSingleton<ILedger>(services => new MeasuredLedger(
            ledger(services), services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(),
            services.GetRequiredService<TimeProvider>()));
        // From the start, and not from the first search on: an empty queue has a length too.
        if (hosted == HostedGrains.Trials)
            return silo;
        silo.AddStartupTask(
            (services, _) => Task.FromResult((services.GetRequiredService<GrainMeter>(), services.GetRequiredService<ILedger>())));
        silo.Services.AddSingleton<RowRenewal>().AddHostedService<RowUpkeep>();
        silo.Services.AddSingleton(provider => new NotificationSender(notify ?? new(), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<NotificationDelivery>().AddHostedService(provider => provider.GetRequiredService<NotificationDelivery>());
        return silo;
    }

    /// <summary>Adds where the keys to the API are kept.</summary>
    public static ISiloBuilder AddParetuneKeys(this ISiloBuilder silo, Func<IServiceProvider, IKeyStore> keys)
    {
        silo.Services.AddSingleton(keys);
        return silo;
    }

    private static bool Holds(HostedGrains hosted, Type type) =>
        hosted == HostedGrains.All || type.Assembly != typeof(TrialGrain).Assembly
            || (type == typeof(TrialGrain)) == (hosted == HostedGrains.Trials);
}
