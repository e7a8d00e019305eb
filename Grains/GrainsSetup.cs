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

/// <summary>The grains that a silo hosts.</summary>
public enum HostedGrains
{
    All,

    /// <summary>Searches and the queue.</summary>
    Searches,

    /// <summary>Trials. They run on the silo whose devices train them.</summary>
    Trials,
}

/// <summary>Registers what a silo needs to host Paretune's grains.</summary>
public static class GrainsSetup
{
    /// <summary>Adds the ledger that the grains write to. It is created once; the host disposes of it.</summary>
    /// <param name="hosted">The grains that may be activated on this silo.</param>
    /// <param name="keeping">How searches that start here keep checkpoints; null for one shared place without a limit.</param>
    /// <param name="notify">The allowed targets of notifications; null for none.</param>
    public static ISiloBuilder AddParetuneGrains(
        this ISiloBuilder silo, Func<IServiceProvider, ILedger> ledger, HostedGrains hosted = HostedGrains.All,
        CheckpointKeeping? keeping = null, NotifyOptions? notify = null)
    {
        // Orleans never places a grain on a silo that does not know its class, so roles need no placement rule.
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
        // Created at startup, so that the length of an empty queue is reported too.
        if (hosted == HostedGrains.Trials)
            return silo;
        silo.AddStartupTask(
            (services, _) => Task.FromResult((services.GetRequiredService<GrainMeter>(), services.GetRequiredService<ILedger>())));
        silo.Services.AddSingleton<RowRenewal>().AddHostedService<RowUpkeep>();
        silo.Services.AddSingleton(provider => new NotificationSender(notify ?? new(), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<NotificationDelivery>().AddHostedService(provider => provider.GetRequiredService<NotificationDelivery>());
        return silo;
    }

    /// <summary>Adds the store of the API's keys.</summary>
    public static ISiloBuilder AddParetuneKeys(this ISiloBuilder silo, Func<IServiceProvider, IKeyStore> keys)
    {
        silo.Services.AddSingleton(keys);
        return silo;
    }

    private static bool Holds(HostedGrains hosted, Type type) =>
        hosted == HostedGrains.All || type.Assembly != typeof(TrialGrain).Assembly
            || (type == typeof(TrialGrain)) == (hosted == HostedGrains.Trials);
}
