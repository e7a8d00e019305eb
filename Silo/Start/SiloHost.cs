using Orleans.Dashboard;
using Paretune.Dashboard;
using Paretune.Dashboard.Telemetry;
using Paretune.Dashboard.Tls;
using Paretune.Grains;
using Paretune.Grains.Keys;
using Paretune.Silo.Telemetry;
using Paretune.Silo.Trials;
using Paretune.Silo.Workers;
using Paretune.Storage.Datasets;
using Paretune.Storage.Files;
using Paretune.Storage.Trainers;

namespace Paretune.Silo.Start;

/// <summary>Composes a process of the cluster according to its role.</summary>
internal static class SiloHost
{
    // A process exits within 10 s of SIGTERM; this leaves two for what the host does after stopping its services.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(8);

    /// <summary>Builds the complete process.</summary>
    /// <exception cref="Exception">One that <see cref="StartupErrors"/> describes: an error in settings, home, store, ledger or
    /// libtorch.</exception>
    public static async Task<WebApplication> Build(string[] args)
    {
        // Set explicitly, so that the pages' files are found for any host process and working directory.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(SiloHost).Assembly.GetName().Name,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });
        var options = SiloOptionsReader.Read(builder.Configuration);
        var home = Home.Open(builder.Configuration);
        var room = new StartupStatusServer(args, builder.Configuration, options.Role, options.LogFormat);
        var database = await Open(builder.Configuration, home, room);
        options = options with { Api = await Guarded(options.Api, database.Keys) };
        var urls = Address.Read(builder.Configuration, options.Role, options.Api.AsksForSignIn);
        // A worker may be reachable without a way to sign in, to report its health; its metrics still require signing in.
        options = options with
        {
            Api = options.Api with { AsksForSignIn = options.Api.AsksForSignIn || Address.IsReached(urls, builder.Configuration) }
        };
        PortCheck.Check(Address.Used(urls, builder.Configuration));
        builder.WebHost.UseUrls(urls);
        // Serves the packages' static files when the program was built but not published.
        builder.WebHost.UseStaticWebAssets();
        builder.Logging.AddParetuneConsole(options.LogFormat);
        var (files, datasets) = (await TrialFilesSetup.Open(options, home), await DatasetSetup.Open(options, home));
        AddServices(builder, options, home, (files, datasets), database, room);
        var app = builder.Build();
        _ = app.Services.GetRequiredService<MachineMeter>();
        if (options.Role == SiloRole.Worker)
            app.MapParetuneHealth();
        else
            app.MapParetuneApi().MapParetunePages();
        return app;
    }

    private static async Task<Database> Open(IConfiguration configuration, string home, StartupStatusServer room)
    {
        try
        {
            return await Database.Open(configuration, home, reason => room.Wait("the database is not ready yet", reason));
        }
        finally
        {
            await room.Close();
        }
    }

    /// <summary>Decided once at startup: an address that others can reach stays protected when the last key is revoked.</summary>
    private static async Task<ApiOptions> Guarded(ApiOptions options, IKeyStore keys) => options with
    {
        AsksForSignIn = options.AdminKeyHash is not null || options.Oidc is not null || (await keys.All(CancellationToken.None)).Count > 0,
    };

    private static void AddServices(
        WebApplicationBuilder builder, SiloOptions options, string home, (IFileStore Files, DatasetStore Datasets) stores,
        Database database, StartupStatusServer room)
    {
        var (services, name) = (builder.Services, SiloName.Take(options, home));
        var clock = new MonotonicClock(TimeProvider.System);
        services.AddSingleton<TimeProvider>(clock).AddSingleton(clock).AddHostedService<ClockWatch>();
        // By factory, so that the host disposes of them.
        services.AddSingleton(_ => database);
        services.AddSingleton(_ => room);
        services.AddSingleton(_ => name);
        builder.AddParetuneTelemetry(options.Role.ToString().ToLowerInvariant(), name.Value, options.ClusterId);
        services.AddSingleton(
            provider => ActivatorUtilities.CreateInstance<MachineMeter>(provider, home, HasDevices(options) ? Nvml.Library : ""));
        if (options.Role == SiloRole.Dashboard)
        {
            JoinAsClient(builder, options, database);
            services.AddHostedService<StartupStatusServerEnd>();
        }
        else
            JoinAsSilo(builder, options, name.Value, database);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);
        services.AddSingleton(_ => stores.Datasets);
        services.AddSingleton(new TrainerStore(home, options.Trainers is "" ? null : Path.GetFullPath(options.Trainers)));
        services.AddParetuneTrialFiles(options, stores.Files);
        services.AddSessionKeys(home);
        services.AddParetuneApi(Path.Combine(home, "uploads", name.Value), options.Api);
        services.AddParetunePages();
        // Added after the silo, so that workers stop before it and can still return their attempts.
        if (HasDevices(options))
            services.AddParetuneWorkers(options, name.Value, home);
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<ReadyLine>(provider, options, home));
    }

    private static bool HasDevices(SiloOptions options) => options.Role is SiloRole.Standalone or SiloRole.Worker;

    private static void JoinAsSilo(WebApplicationBuilder builder, SiloOptions options, string name, Database database) =>
        builder.Host.UseOrleans(silo =>
    {
        if (TelemetrySetup.IsSent(builder.Configuration))
            silo.AddActivityPropagation();
        silo.UseParetuneCluster(options, name, database.Shared);
        silo.UseParetuneTls(options.Tls);
        silo.AddParetuneGrains(
            provider => provider.GetRequiredService<Database>().Ledger, ClusterSetup.GrainsOf(options.Role), options.Keeping,
            options.Api.Notify);
        silo.AddParetuneKeys(provider => provider.GetRequiredService<Database>().Keys);
        silo.AddDashboard(dashboard => dashboard.HideTrace = true);
        silo.Services.AddHostedService<ClusterLog>();
    });

    private static void JoinAsClient(WebApplicationBuilder builder, SiloOptions options, Database database) =>
        builder.Host.UseOrleansClient(client =>
    {
        if (TelemetrySetup.IsSent(builder.Configuration))
            client.AddActivityPropagation();
        client.UseParetuneCluster(options, database.Shared!);
        client.UseParetuneTls(options.Tls);
        client.AddDashboard(dashboard => dashboard.HideTrace = true);
    });
}
