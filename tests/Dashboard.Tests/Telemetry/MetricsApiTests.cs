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

    [Fact]
    public async Task Where_it_is_open_what_a_proxy_forwards_still_needs_a_key()
    {
        await using var api = new Api
        {
            Options = new() { AsksForSignIn = true, Metrics = new() { Open = true } },
        };
        await api.InitializeAsync();

        Assert.Equal(HttpStatusCode.OK, await Forwarded(api, "Accept", "text/plain"));
        // An ingress adds the first or the last one; ASP.NET Core replaces the first one by the second.
        foreach (var header in (string[])["X-Forwarded-For", "X-Original-For", "Forwarded"])
            Assert.Equal(HttpStatusCode.Unauthorized, await Forwarded(api, header, "for=203.0.113.7"));
    }

    private static async Task<HttpStatusCode> Forwarded(Api api, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { { header, value } } };
        using var answer = await api.Http.SendAsync(request);
        return answer.StatusCode;
    }
}
