using System.Net;
using Paretune.Dashboard.Tests.Http;

namespace Paretune.Dashboard.Tests.Access;

/// <summary>Users who sign in with a key on a page, and what their browser may then do.</summary>
public sealed class SessionTests : IDisposable
{
    private static readonly HttpMethod Get = HttpMethod.Get, Post = HttpMethod.Post;
    private readonly GuardedApi _guarded;
    private readonly Browser _browser;

    public SessionTests(GuardedApi guarded) => (_guarded, _browser) = (guarded, new(guarded.Api));

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task A_browser_is_sent_to_sign_in_and_then_back_to_what_it_asked_for()
    {
        var key = await _guarded.Key(KeyScope.Read);

        using var before = await _browser.Open("/api/cluster?a=b%20c");
        using var page = await _browser.Open($"{before.Headers.Location}");
        using var signedIn = await _browser.SignIn($" {key.Key} ", "/api/cluster?a=b%20c");
        using var after = await _browser.Open("/api/cluster?a=b%20c");

        Assert.Equal(
            (HttpStatusCode.Redirect, "/sign-in?return=%2Fapi%2Fcluster%3Fa%3Db%2520c"), (before.StatusCode, $"{before.Headers.Location}"));
        Assert.Contains("value=\"/api/cluster?a=b%20c\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Redirect, "/api/cluster?a=b%20c"), (signedIn.StatusCode, $"{signedIn.Headers.Location}"));
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Programs_and_what_changes_something_are_refused_as_ever()
    {
        using var program = await _browser.Fetch(Get, "/");
        using var form = await _browser.Send("/api/searches", []);

        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized],
            [(await Problem.From(program)).Status, (await Problem.From(form)).Status]);
    }

    [Fact]
    public async Task The_cookie_is_hidden_from_scripts_and_sites_of_others_and_holds_no_key()
    {
        var key = await _guarded.Key(KeyScope.Read);

        using var signedIn = await _browser.SignIn(key.Key!);

        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(
            line => line.StartsWith("paretune-session=", StringComparison.Ordinal));
        Assert.Contains("samesite=lax; httponly", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("expires", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Id, cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_known_gets_the_page_again_and_no_session()
    {
        var unknown = ApiKey.Draw().Text;

        using var answer = await _browser.SignIn(unknown, "/api/cluster");

        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("is unknown or was revoked", page, StringComparison.Ordinal);
        Assert.Contains("value=\"/api/cluster\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain(unknown, page, StringComparison.Ordinal);
        Assert.DoesNotContain(_browser.Cookies, cookie => cookie.Name == "paretune-session");
    }

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere_and_cannot_be_framed()
    {
        using var page = await _browser.Open("/sign-in");

        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData(@"/\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("evil.example")]
    public async Task Nobody_is_sent_to_another_server(string back)
    {
        using var asked = await _browser.Open($"/sign-in?return={Uri.EscapeDataString(back)}");
        using var page = await _browser.Open("/sign-in");
        using var sent = await _browser.Send(
            "/sign-in", new() { ["key"] = _guarded.Admin, ["return"] = back, [Browser.Field] = await Browser.Token(page) });
        using var provider = await _browser.Open($"/sign-in/oidc?return={Uri.EscapeDataString(back)}");

        foreach (var answer in new[] { asked, sent, provider })
            Assert.Equal(["return"], (await Problem.From(answer)).Fields);
        Assert.DoesNotContain(_browser.Cookies, cookie => cookie.Name == "paretune-session");
    }

    [Fact]
    public async Task A_form_that_is_not_the_pages_own_signs_nobody_in()
    {
        using var answer = await _browser.Send("/sign-in", new() { ["key"] = _guarded.Admin, ["return"] = "/" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(_browser.Cookies, cookie => cookie.Name == "paretune-session");
    }

    [Fact]
    public async Task A_session_ends_within_ten_seconds_of_its_key()
    {
        var key = await _guarded.Key(KeyScope.Admin);
        using var signedIn = await _browser.SignIn(key.Key!);

        await _guarded.Api.Grains.GetGrain<IKeysGrain>(0).Remove(key.Name);
        _guarded.Api.Clock.Advance(TimeSpan.FromSeconds(10));
        using var data = await _browser.Fetch(Get, "/api/cluster");
        using var page = await _browser.Open("/api/cluster");

        Assert.Contains("the session has ended", (await Problem.From(data)).Detail, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }

    [Fact]
    public async Task A_session_may_do_what_its_key_may()
    {
        var key = await _guarded.Key(KeyScope.Submit);
        var id = await _guarded.Api.Submit("by session", key.Key);
        using var signedIn = await _browser.SignIn(key.Key!);

        using var own = await _browser.Fetch(Post, $"/api/searches/{id}/cancel");
        using var page = await _browser.Open("/api/keys");

        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Contains("the scope admin is required", (await Problem.From(page)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_another_origin_cannot_use_the_session()
    {
        var key = await _guarded.Key(KeyScope.Submit);
        var id = await _guarded.Api.Submit("kept", key.Key);
        using var signedIn = await _browser.SignIn(key.Key!);

        using var answer = await _browser.Fetch(Post, $"/api/searches/{id}/cancel", "https://evil.example");

        Assert.Equal(HttpStatusCode.Forbidden, (await Problem.From(answer)).Status);
    }

    [Fact]
    public async Task Signing_in_is_told_in_the_audit_without_the_key()
    {
        var key = await _guarded.Key(KeyScope.Read);

        using var signedIn = await _browser.SignIn(key.Key!, "/api/cluster");

        Assert.Contains($"{key.Name} from 127.0.0.1: POST /sign-in answered 302 /api/cluster", _guarded.Api.Log.Lines);
        Assert.DoesNotContain(_guarded.Api.Log.Lines, line => line.Contains(key.Key!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_is_asked_for_by_an_own_page_only()
    {
        using var signedIn = await _browser.SignIn(_guarded.Admin);

        using var forged = await _browser.Send("/sign-out", []);
        using var still = await _browser.Open("/api/cluster");
        // A page of the signed-in user with the sign-out form.
        using var page = await _browser.Open(GuardedApi.Form);
        using var signedOut = await _browser.Send("/sign-out", new() { [Browser.Field] = await Browser.Token(page) });
        using var after = await _browser.Open("/api/cluster");

        Assert.Equal(
            [HttpStatusCode.BadRequest, HttpStatusCode.OK, HttpStatusCode.Redirect, HttpStatusCode.Redirect],
            [forged.StatusCode, still.StatusCode, signedOut.StatusCode, after.StatusCode]);
        Assert.Equal("/sign-in", $"{signedOut.Headers.Location}");
    }

    [Fact]
    public async Task An_event_stream_of_a_session_ends_when_its_key_is_revoked()
    {
        var key = await _guarded.Key(KeyScope.Submit);
        var id = await _guarded.Api.Submit("streamed to a browser", key.Key);
        using var signedIn = await _browser.SignIn(key.Key!);
        using var stream = await _browser.Fetch(Get, $"/api/searches/{id}/events");
        Assert.Equal(HttpStatusCode.OK, stream.StatusCode);

        using var revoked = await _guarded.Api.Send(HttpMethod.Delete, $"/api/keys/{key.Name}", _guarded.Admin);
        _guarded.Api.Clock.Advance(TimeSpan.FromSeconds(10));
        // Makes the stream send something.
        await _guarded.Api.Step(id);
        var sent = await stream.Content.ReadAsStringAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.DoesNotContain("attemptStarted", sent, StringComparison.Ordinal);
    }
}
