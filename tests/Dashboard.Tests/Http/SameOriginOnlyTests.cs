using System.Net;

namespace Paretune.Dashboard.Tests.Http;

public sealed class SameOriginOnlyTests(Api api)
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:8080")]
    [InlineData("127.0.0.1.evil.example")]
    public async Task A_host_name_that_was_rebound_to_this_machine_is_refused(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/searches") { Headers = { Host = host } };

        using var response = await api.Http.SendAsync(request);

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.BadRequest, problem.Status);
        Assert.Equal(["Host"], problem.Fields);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]:8080")]
    public async Task The_names_of_this_machine_are_answered(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz") { Headers = { Host = host } };

        using var response = await api.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    public async Task A_page_of_another_origin_cannot_cancel_a_search(string origin)
    {
        var id = await api.Submit("protected");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/searches/{id}/cancel") { Headers = { { "Origin", origin } } };

        using var response = await api.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, (await Problem.From(response)).Status);
        Assert.Equal(SearchState.Running, (await api.Get<SearchView>($"/api/searches/{id}")).State);
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task A_page_of_another_origin_cannot_open_a_connection(string? origin, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get,
                "/api/cluster")
        { Headers = { { "Connection", "Upgrade" }, { "Upgrade", "websocket" } } };
        request.Headers.Add("Origin", origin ?? api.Http.BaseAddress!.GetLeftPart(UriPartial.Authority));

        using var response = await api.Http.SendAsync(request);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task The_own_page_may_cancel_a_search()
    {
        var id = await api.Submit("own");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/searches/{id}/cancel");
        request.Headers.Add("Origin", api.Http.BaseAddress!.GetLeftPart(UriPartial.Authority));

        using var response = await api.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
