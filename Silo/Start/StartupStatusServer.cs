using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Paretune.Silo.Start;

/// <summary>
/// Answers at the process's address while the process waits at startup, so that probes do not restart it and people see the reason:
/// <c>/healthz</c> succeeds, everything else is 503 with the reason. Closed before the process itself listens.
/// </summary>
internal sealed partial class StartupStatusServer(
    string[] args, IConfiguration configuration, SiloRole role, LogFormat format) : IAsyncDisposable
{
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(3);
    private readonly ILoggerFactory _logs = LoggerFactory.Create(logging => logging.AddParetuneConsole(format));
    private WebApplication? _app;
    private string _reason = "";

    /// <summary>Logs the reason and responds with it from now on.</summary>
    /// <param name="reason">The reason, without host names, because anyone can read it.</param>
    /// <param name="detail">The reason for the log.</param>
    public async Task Wait(string reason, string detail)
    {
        _reason = reason;
        if (_app is null)
            await Open();
        LogWaits(_logs.CreateLogger<StartupStatusServer>(), detail);
    }

    /// <summary>Stops answering, when the wait is over, after the requests that have arrived.</summary>
    public async Task Close()
    {
        if (_app is not { } app)
            return;
        _app = null;
        await AppEnd.Stop(app, EndWithin);
    }

    public async ValueTask DisposeAsync()
    {
        await Close();
        _logs.Dispose();
    }

    private async Task Open()
    {
        // It is not known yet whether callers must sign in, and nothing here needs protection.
        var urls = Address.Read(configuration, role, isGuarded: true);
        PortCheck.Check(Address.Used(urls, configuration));
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(urls);
        // Signals are left to the process, which has no host to stop yet.
        builder.Services.RemoveAll<IHostLifetime>().AddSingleton<IHostLifetime, NoSignals>();
        _app = builder.Build();
        _app.Run(Answer);
        await _app.StartAsync();
    }

    private Task Answer(HttpContext context)
    {
        var response = context.Response;
        if (context.Request.Path == "/healthz")
            return response.WriteAsync("alive");
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = "5";
        response.Headers.CacheControl = "no-store";
        var isPage = context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        if (!isPage)
            return response.WriteAsJsonAsync(
                new { title = "Service Unavailable", status = response.StatusCode, detail = $"Paretune is starting: {_reason}" },
                options: null, "application/problem+json");
        response.ContentType = "text/html; charset=utf-8";
        return response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <meta http-equiv="refresh" content="5"><title>Paretune is starting</title>
            </head>
            <body>
              <h1>Paretune is starting</h1>
              <p role="status">{WebUtility.HtmlEncode(Capital(_reason))}. This page reloads automatically.</p>
            </body>
            </html>
            """);
    }

    [LoggerMessage(LogLevel.Warning, "Waiting: {Detail}")]
    private static partial void LogWaits(ILogger log, string detail);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>Closes the startup status server as the host starts, before the process's own server listens, which hosts start last.</summary>
internal sealed class StartupStatusServerEnd(StartupStatusServer room) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => room.Close();
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
