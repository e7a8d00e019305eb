using System.Net;
using System.Net.Http.Json;
using Paretune.Dashboard.Tests.Http;

namespace Paretune.Dashboard.Tests.Access;

/// <summary>The transition from an API open to its machine to one that requires sign-in, which is never reversed.</summary>
public sealed class AuthenticationGateTests : IAsyncLifetime
{
    private readonly Api _api = new();

    public ValueTask InitializeAsync() => _api.InitializeAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Without_keys_everybody_on_the_machine_is_the_owner_local_whatever_they_send()
    {
        var id = await _api.Submit("open", key: "no key at all");

        Assert.Equal("local", (await _api.Get<SearchView>($"/api/searches/{id}")).Owner);
    }

    [Fact]
    public async Task Without_keys_a_browser_sees_the_page_and_need_not_sign_in()
    {
        using var browser = new Browser(_api);

        using var page = await browser.Open("/");
        using var way = await browser.Open("/sign-in?return=/api/cluster");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("/api/cluster", $"{way.Headers.Location}");
    }

    [Fact]
    public async Task The_first_key_must_be_an_administrators_so_that_nobody_is_locked_out()
    {
        using var refused = await Create("first", "submit");

        var problem = await Problem.From(refused);
        Assert.Equal((HttpStatusCode.BadRequest, "scope"), (problem.Status, problem.Fields.Single()));
    }

    [Fact]
    public async Task With_the_first_key_everybody_must_sign_in_and_revoking_the_last_opens_nothing()
    {
        using var created = await Create("first", "admin");
        var key = (await created.Content.ReadFromJsonAsync<KeyView>(ParetuneJson.Options))!.Key;

        using var without = await _api.Send(HttpMethod.Get, "/api/searches", key: null);
        using var with = await _api.Send(HttpMethod.Get, "/api/searches", key);
        using var revoked = await _api.Send(HttpMethod.Delete, "/api/keys/first", key);
        using var afterwards = await _api.Send(HttpMethod.Get, "/api/searches", key: null);

        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized],
            new[] { without, with, revoked, afterwards }.Select(answer => answer.StatusCode));
    }

    [Fact]
    public async Task A_key_made_on_another_node_closes_the_door_here_within_ten_seconds()
    {
        await _api.Submit("open");
        await _api.Grains.GetGrain<IKeysGrain>(0).Add(new("id", "elsewhere", KeyScope.Admin, "", default));

        _api.Clock.Advance(TimeSpan.FromSeconds(10));
        using var answer = await _api.Send(HttpMethod.Get, "/api/searches", key: null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private Task<HttpResponseMessage> Create(string name, string scope) =>
        _api.Send(HttpMethod.Post, "/api/keys", key: null, JsonContent.Create(new { name, scope }));
}
