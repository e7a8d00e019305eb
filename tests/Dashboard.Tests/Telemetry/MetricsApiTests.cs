using System.Net;

namespace Paretune.Dashboard.Tests.Telemetry;

/// <summary>Who may read the metrics.</summary>
public sealed class MetricsApiTests(Api open, Access.GuardedApi guarded)
{
    [Fact]
    public async Task While_nobody_has_to_sign_in_anybody_may_scrape()
    {
        var metrics = await open.Http.GetStringAsync("/metrics");

        Assert.Contains("# TYPE paretune_queue_length gauge", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Else_a_scrape_needs_a_key_that_may_read()
    {
        var key = await guarded.Key(KeyScope.Read);
        using var refused = await guarded.Api.Send(HttpMethod.Get, "/metrics", key: null);
        using var told = await guarded.Api.Send(HttpMethod.Get, "/metrics", key.Key);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (refused.StatusCode, told.StatusCode));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_it_is_open_the_figures_alone_are(bool worker)
    {
        await using var api = new Api
        {
            Options = new() { AsksForSignIn = true, Metrics = new() { Open = true } },
            Map = worker
                ? ApiSetup.MapParetuneHealth : app => app.MapParetuneApi()
        };
        await api.InitializeAsync();
        using var told = await api.Send(HttpMethod.Get, "/metrics", key: null);
        using var refused = await api.Send(HttpMethod.Get, "/api/searches", key: null);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (told.StatusCode, refused.StatusCode));
    }
}
