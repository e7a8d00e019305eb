using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Paretune.Silo.Start;
using Paretune.Testing;

namespace Paretune.Bench;

/// <summary>A standalone silo in this process, with a SQLite or PostgreSQL ledger of its own and simulated devices.</summary>
internal sealed class BenchSilo : IAsyncDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("paretune-bench");
    private PostgresServer? _database;
    private WebApplication? _silo;

    public string Home => _home.FullName;
    public IGrainFactory Grains => _silo!.Services.GetRequiredService<IGrainFactory>();
    public T Service<T>() where T : notnull => _silo!.Services.GetRequiredService<T>();

    /// <param name="devices">The number of simulated devices.</param>
    /// <param name="settings">Further settings, as on the command line.</param>
    public static async Task<BenchSilo> Start(string ledger, int devices, params string[] settings)
    {
        var bench = new BenchSilo();
        if (ledger == "postgres")
            bench._database = await PostgresServer.Start();
        await bench.Start(devices, settings);
        return bench;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        if (_database is not null)
            await _database.DisposeAsync();
        _home.Delete(recursive: true);
    }

    public async Task Stop()
    {
        await _silo!.StopAsync();
        await _silo.DisposeAsync();
    }

    /// <summary>Restarts the silo on the same ledger, after <see cref="Stop"/>.</summary>
    public async Task Start(int devices, params string[] settings)
    {
        _silo = await SiloHost.Build([
            $"--PARETUNE_HOME={_home.FullName}", "--urls=http://127.0.0.1:0", $"--Paretune:Devices=simulated:{devices}",
            "--Logging:Console:LogLevel:Default=None", $"--ConnectionStrings:Ledger={_database?.Connection}", .. settings]);
        await _silo.StartAsync();
    }
}
