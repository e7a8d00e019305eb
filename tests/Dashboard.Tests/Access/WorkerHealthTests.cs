using System.Net;

namespace Paretune.Dashboard.Tests.Access;

/// <summary>A worker's endpoints if sign-in is required: health for everyone, metrics only with a key.</summary>
public sealed class WorkerHealthTests : IAsyncLifetime
{
    private readonly Api _api = new() { Options = new() { AsksForSignIn = true }, Map = ApiSetup.MapParetuneHealth };

    public ValueTask InitializeAsync() => _api.InitializeAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData("/healthz", HttpStatusCode.OK)]
    [InlineData("/api/searches", HttpStatusCode.Unauthorized)]
    [InlineData("/metrics", HttpStatusCode.Unauthorized)]
    public async Task A_worker_answers_for_its_health_alone(string path, HttpStatusCode status)
    {
        using var answer = await _api.Send(HttpMethod.Get, path, key: null);

        Assert.Equal(status, answer.StatusCode);
    }
}
