using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Paretune.Dashboard.Tests.Http;

namespace Paretune.Dashboard.Tests.Access;

public sealed class OidcSignInTests(GuardedApi guarded)
{
    private static readonly Dictionary<string, object> Ann =
        new() { ["sub"] = "1", ["preferred_username"] = "ann", ["scope"] = "openid paretune.submit" };

    [Fact]
    public async Task What_a_user_submits_belongs_to_the_tokens_subject_which_no_key_can_be()
    {
        using var response = await Submit(guarded.Provider.Token(Ann));

        Assert.Equal("oidc:1", (await response.Content.ReadFromJsonAsync<SearchView>(ParetuneJson.Options))!.Owner);
    }

    [Fact]
    public async Task A_token_without_a_subject_is_refused()
    {
        var claims = new Dictionary<string, object>(Ann);
        claims.Remove("sub");

        await IsRefused(guarded.Provider.Token(claims), "must contain the claim sub");
    }

    [Fact]
    public async Task Scopes_may_come_as_several_values_and_the_highest_counts()
    {
        var token = guarded.Provider.Token(new(Ann) { ["scope"] = new[] { "paretune.read", "paretune.admin" } });

        using var response = await guarded.Api.Send(HttpMethod.Get, "/api/keys", token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_token_for_another_audience_is_refused()
    {
        await IsRefused(guarded.Provider.Token(Ann, audience: "shop"), "must have the audience paretune-tests");
    }

    [Fact]
    public async Task A_token_that_has_expired_is_refused()
    {
        await IsRefused(guarded.Provider.Token(Ann, expires: new(2020, 2, 1, 0, 0, 0, DateTimeKind.Utc)), "has expired");
    }

    [Fact]
    public async Task A_token_signed_with_a_foreign_key_is_refused()
    {
        using var foreign = RSA.Create(2048);

        await IsRefused(guarded.Provider.Token(Ann, by: foreign), $"must be signed by {guarded.Provider.Authority}");
    }

    [Fact]
    public async Task A_token_of_another_issuer_is_refused()
    {
        await IsRefused(guarded.Provider.Token(Ann, issuer: "https://evil.example"), "was not issued by");
    }

    [Fact]
    public async Task A_token_without_a_signature_is_refused()
    {
        var parts = guarded.Provider.Token(Ann).Split('.');

        await IsRefused($"{parts[0]}.{parts[1]}.", "must be signed by");
    }

    [Fact]
    public async Task A_token_without_a_scope_of_ours_may_do_nothing_and_says_so()
    {
        var token = guarded.Provider.Token(new(Ann) { ["scope"] = "openid admin" });

        using var response = await guarded.Api.Send(HttpMethod.Get, "/api/searches", token);

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.Forbidden, problem.Status);
        Assert.Contains("oidc:1 has none", problem.Detail, StringComparison.Ordinal);
    }

    private async Task IsRefused(string token, string why)
    {
        using var response = await Submit(token);

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.Unauthorized, problem.Status);
        Assert.Contains(why, problem.Detail, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> Submit(string token) =>
        guarded.Api.Send(HttpMethod.Post, "/api/searches", token, JsonContent.Create(Api.Search("by token")));
}
