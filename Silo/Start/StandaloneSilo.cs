using Orleans.Configuration;
using Paretune.Dashboard;
using Paretune.Dashboard.Datasets;
using Paretune.Grains;
using Paretune.Grains.Ledger;
using Paretune.Silo.Datasets;
using Paretune.Silo.Trials;
using Paretune.Silo.Workers;
using Paretune.Training.Checkpoints;
using Paretune.Training.Datasets;

namespace Paretune.Silo.Start;

/// <summary>Silo, workers and API in one process on one machine.</summary>
internal static class StandaloneSilo
{
    // A process that gets SIGTERM exits within 10 s; this leaves two for what the host does after its services.
    private static readonly TimeSpan _stopWithin = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan _answerWithin = TimeSpan.FromSeconds(10);

    /// <summary>Builds the whole process.</summary>
    /// <exception cref="Exception">What <see cref="StartFault"/> knows: settings, home, store, ledger or libtorch are not right.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var options = SiloOptionsReader.Read(builder.Configuration);
        var urls = Address.Of(builder.Configuration, options.AllowRemote);
        PortCheck.Check(urls);
        builder.WebHost.UseUrls(urls);
        var home = Home.Open(builder.Configuration);
        builder.Logging.AddParetuneConsole();
        var files = TrialFilesSetup.Open(options, home);
        AddServices(builder, options, home, files, new SqliteLedger(Path.Combine(home, "ledger.sqlite")));
        var app = builder.Build();
        app.MapParetuneApi();
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder, SiloOptions options, string home, IFileStore files, SqliteLedger ledger)
    {
        builder.Host.UseOrleans(silo => silo
            .UseLocalhostClustering(siloPort: FreePort.Find(), gatewayPort: 0)
            .Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = _answerWithin)
            .Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = _answerWithin)
            .AddParetuneGrains(_ => ledger));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = _stopWithin);
        builder.Services.AddSingleton(new DatasetStore(home));
        builder.Services.AddSingleton<IDatasets, LocalDatasets>();
        builder.Services.AddParetuneTrialFiles(files);
        builder.Services.AddParetuneApi(home);
        // After the silo, so that workers stop before it and can still give their attempts back.
        builder.Services.AddParetuneWorkers(options);
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<ReadyLine>(services, home));
    }
}
