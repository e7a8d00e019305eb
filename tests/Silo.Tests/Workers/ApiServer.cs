using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Paretune.Silo.Tests.Tls;

namespace Paretune.Silo.Tests.Workers;

/// <summary>A request to the API server.</summary>
internal sealed record ApiRequest(string Method, string Path, string? Token, string? Type, string Body);

/// <summary>
/// A fake Kubernetes API server with real HTTPS, a certificate of the test's authority, and the answers that a test sets.
/// </summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Channel<ApiRequest> _requests = Channel.CreateUnbounded<ApiRequest>();
    private readonly WebApplication _app;

    private ApiServer(Authority authority)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(authority.Issue("127.0.0.1"))));
        _app = builder.Build();
        _app.Run(Answer);
    }

    public Uri Address => new(_app.Urls.Single() + "/");

    /// <summary>The status of the answers.</summary>
    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    /// <summary>Whether there is a request that <see cref="Next"/> has not returned.</summary>
    public bool HasMore => _requests.Reader.TryPeek(out _);

    public static async Task<ApiServer> Start(Authority authority)
    {
        var server = new ApiServer(authority);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Returns the next request, waiting for it if needed.</summary>
    public async Task<ApiRequest> Next() => await _requests.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Answer(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var (request, text) = (context.Request, await body.ReadToEndAsync());
        context.Response.StatusCode = (int)Status;
        _requests.Writer.TryWrite(new(request.Method, request.Path, request.Headers.Authorization, request.ContentType, text));
    }
}
