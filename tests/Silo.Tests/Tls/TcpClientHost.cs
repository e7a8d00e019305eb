using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Paretune.Dashboard.Tls;

namespace Paretune.Silo.Tests.Tls;

/// <summary>An Orleans client with real connections, like a dashboard in a process of its own.</summary>
internal sealed class TcpClientHost : IAsyncDisposable
{
    private readonly IHost _host;

    public TcpClientHost(TlsOptions? tls, IPEndPoint gateway)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.UseOrleansClient(client => client.UseStaticClustering(gateway).UseParetuneTls(tls));
        _host = builder.Build();
    }

    public LogLines Log { get; } = new();
    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <exception cref="Exception">No gateway accepts the client.</exception>
    public Task Connect(CancellationToken cancellation = default) => _host.StartAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
