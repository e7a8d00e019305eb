using System.Net;
using System.Net.Http.Json;
using Paretune.Dashboard.Tests.Http;

namespace Paretune.Dashboard.Tests.Access;

/// <summary>Users who sign in with an OpenID Connect provider.</summary>
public sealed class ProviderSignInTests : IDisposable
{
    private static readonly Dictionary<string, object> Ann = new() { ["sub"] = "1", ["scope"] = "openid paretune.submit" };
    private readonly GuardedApi _guarded;
    private readonly Browser _browser;

    public ProviderSignInTests(GuardedApi guarded) => (_guarded, _browser) = (guarded, new(guarded.Api));

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task The_page_leads_to_the_provider_and_the_provider_back_to_what_was_asked_for()
    {
        using var page = await _browser.Open("/sign-in?return=/api/cluster");
        var html = await page.Content.ReadAsStringAsync();

        using var landed = await Arrive(await Leave("/api/cluster"), Ann);

        Assert.Contains("<a href=\"/sign-in/oidc?return=%2Fapi%2Fcluster\">Sign in with 127.0.0.1</a>", html, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Redirect, "/api/cluster"), (landed.StatusCode, $"{landed.Headers.Location}"));
        using var answer = await _browser.Open("/api/cluster");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task The_session_has_the_owner_and_the_scope_of_the_users_token()
    {
        using var landed = await Arrive(await Leave("/"), Ann);

        using var submitted = await _browser.Fetch(HttpMethod.Post, "/api/searches", content: JsonContent.Create(Api.Search("by a page")));
        using var keys = await _browser.Fetch(HttpMethod.Get, "/api/keys");

        Assert.Equal("oidc:1", (await submitted.Content.ReadFromJsonAsync<SearchView>(ParetuneJson.Options))!.Owner);
        Assert.Equal(HttpStatusCode.Forbidden, keys.StatusCode);
    }

    [Fact]
    public async Task The_session_ends_with_the_token()
    {
        using var landed = await Arrive(await Leave("/"), Ann, _guarded.Api.Clock.GetUtcNow().UtcDateTime.AddSeconds(-1));

        using var answer = await _browser.Fetch(HttpMethod.Get, "/api/cluster");

        Assert.Equal("/", $"{landed.Headers.Location}");
        Assert.Contains("the session has ended", (await Problem.From(answer)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_another_browser_was_given_signs_nobody_in()
    {
        using var other = new Browser(_guarded.Api);
        var asked = await Leave("/");

        using var landed = await other.Open(_guarded.Provider.Agree(asked, Ann));

        Assert.Equal("/sign-in?failed&return=%2F", $"{landed.Headers.Location}");
        Assert.DoesNotContain(other.Cookies, cookie => cookie.Name == "paretune-session");
    }

    [Fact]
    public async Task A_code_is_of_no_use_a_second_time()
    {
        var back = _guarded.Provider.Agree(await Leave("/api/cluster"), Ann);
        using var first = await _browser.Open(back);

        using var second = await _browser.Open(back);
        using var page = await _browser.Open($"{second.Headers.Location}");

        Assert.StartsWith("/sign-in?failed", $"{second.Headers.Location}", StringComparison.Ordinal);
        Assert.Contains("failed", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_a_name_is_not_signed_in()
    {
        using var landed = await Arrive(await Leave("/"), new() { ["sub"] = " ", ["scope"] = "paretune.read" });

        Assert.StartsWith("/sign-in?failed", $"{landed.Headers.Location}", StringComparison.Ordinal);
    }

    private async Task<Uri> Leave(string back)
    {
        using var left = await _browser.Open($"/sign-in/oidc?return={Uri.EscapeDataString(back)}");
        return left.Headers.Location!;
    }

    private Task<HttpResponseMessage> Arrive(Uri asked, Dictionary<string, object> claims, DateTime? expires = null) =>
        _browser.Open(_guarded.Provider.Agree(asked, claims, expires));
}
