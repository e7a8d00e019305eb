using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Paretune.Silo.Start;

/// <summary>Logs the address of the silo once it is ready, and warns about unencrypted connections.</summary>
internal sealed partial class ReadyLine(IServer server, SiloOptions options, string home, ILogger<ReadyLine> log) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()!.Addresses;
        LogReady(
            options.Role, string.Join(", ", addresses), home, options.Checkpoints.Length > 0 ? options.Checkpoints : home,
            options.Datasets.Length > 0 ? options.Datasets : Path.Combine(home, "datasets"));
        if (options is { Role: not SiloRole.Dashboard, Tls: null } && !IPAddress.IsLoopback(options.Address))
            LogPlain(options.Address);
        // A worker reports only its health.
        if (options.Role != SiloRole.Worker)
            foreach (var open in addresses.Where(Address.IsOpen))
                LogOpen(open);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        LogLevel.Information,
        "Paretune is ready as {Role} at {Addresses} (home {Home}, checkpoints in {Checkpoints}, datasets in {Datasets})")]
    private partial void LogReady(SiloRole role, string addresses, string home, string checkpoints, string datasets);

    [LoggerMessage(
        LogLevel.Warning, "Keys and tokens are sent unencrypted to {Address}: use https (docs/security.md), or terminate TLS in front "
            + "of it")]
    private partial void LogOpen(string address);

    [LoggerMessage(
        LogLevel.Warning,
        "Silos communicate unencrypted at {Address}, and anyone who can reach their ports is trusted: set Paretune:Tls:Certificate, "
        + "Key and Authority (docs/security.md), or block all other access")]
    private partial void LogPlain(IPAddress address);
}
