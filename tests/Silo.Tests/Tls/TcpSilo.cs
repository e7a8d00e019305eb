using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Placement;
using Paretune.Dashboard.Tls;
using Paretune.Silo.Start;
using Paretune.Testing;

namespace Paretune.Silo.Tests.Tls;

/// <summary>A silo that listens on real ports, unlike those of Orleans' test cluster.</summary>
internal sealed class TcpSilo : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly IHost _host;

    private TcpSilo(IHost host, LogLines log, IPEndPoint silo, IPEndPoint gateway) =>
        (_host, Log, SiloPort, GatewayPort) = (host, log, silo, gateway);

    public LogLines Log { get; }
    public IPEndPoint SiloPort { get; }
    public IPEndPoint GatewayPort { get; }
    public SiloAddress Address => _host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <param name="tls">Null for a silo without TLS.</param>
    /// <param name="first">The silo that hosts the membership; null to be that silo.</param>
    public static async Task<TcpSilo> Start(TlsOptions? tls, TcpSilo? first = null, TimeProvider? clock = null)
    {
        var (siloPort, gatewayPort, log) = (TestPort.Find(), TestPort.Find(), new LogLines());
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        if (clock is not null)
            builder.Services.AddSingleton(clock);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(siloPort, gatewayPort, first?.SiloPort);
            silo.UseParetuneTls(tls);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new(host, log, new(IPAddress.Loopback, siloPort), new(IPAddress.Loopback, gatewayPort));
    }

    /// <summary>
    /// Calls grains on <paramref name="other"/>, with a new one each time until one is placed there, because a silo that just joined is not
    /// known immediately.
    /// </summary>
    /// <exception cref="OperationCanceledException">No grain was placed there in time.</exception>
    public async Task Call(TcpSilo other)
    {
        using var limit = new CancellationTokenSource(Patience);
        for (var answer = ""; answer != other.Address.ToString(); limit.Token.ThrowIfCancellationRequested())
        {
            RequestContext.Set(IPlacementDirector.PlacementHintKey, other.Address);
            answer = await Grains.GetGrain<IWhereabouts>(Guid.NewGuid().ToString()).Silo();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
