using Paretune.Dashboard;
using Paretune.Dashboard.Datasets;
using Paretune.Grains;
using Paretune.Silo.Datasets;
using Paretune.Silo.Trials;
using Paretune.Silo.Workers;
using Paretune.Training.Checkpoints;
using Paretune.Training.Datasets;

namespace Paretune.Silo.Start;

/// <summary>One process of the cluster, composed by its role.</summary>
internal static class SiloHost
{
    // A process that gets SIGTERM exits within 10 s; this leaves two for what the host does after its services.
    private static readonly TimeSpan _stopWithin = TimeSpan.FromSeconds(8);

    /// <summary>Builds the whole process.</summary>
    /// <exception cref="Exception">What <see cref="StartFault"/> knows: settings, home, store, ledger or libtorch are not right.</exception>
    public static async Task<WebApplication> Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var options = SiloOptionsReader.Read(builder.Configuration);
        var urls = Address.Of(builder.Configuration, options);
        PortCheck.Check(urls);
        builder.WebHost.UseUrls(urls);
        var home = Home.Open(builder.Configuration);
        builder.Logging.AddParetuneConsole();
        var files = await TrialFilesSetup.Open(options, home);
        AddServices(builder, options, home, files, await Database.Open(builder.Configuration, home));
        var app = builder.Build();
        if (options.Role == SiloRole.Worker)
            app.MapParetuneHealth();
        else
            app.MapParetuneApi();
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder, SiloOptions options, string home, IFileStore files, Database database)
    {
        var (services, name) = (builder.Services, SiloName.Take(options, home));
        // By factory, so that the host disposes of them.
        services.AddSingleton(_ => database);
        services.AddSingleton(_ => name);
        builder.Host.UseOrleans(silo =>
        {
            silo.UseParetuneCluster(options, name.Value, database.Shared);
            silo.UseParetuneTls(options.Tls);
            silo.AddParetuneGrains(provider => provider.GetRequiredService<Database>().Ledger, ClusterSetup.GrainsOf(options.Role));
        });
        services.Configure<HostOptions>(host => host.ShutdownTimeout = _stopWithin);
        services.AddSingleton(new DatasetStore(home));
        services.AddSingleton<IDatasets, LocalDatasets>();
        services.AddParetuneTrialFiles(options, files);
        services.AddParetuneApi(home);
        // After the silo, so that workers stop before it and can still give their attempts back.
        if (options.Role != SiloRole.Control)
            services.AddParetuneWorkers(options, name.Value);
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<ReadyLine>(provider, options, home));
    }
}
