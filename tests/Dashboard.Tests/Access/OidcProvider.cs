using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Paretune.Dashboard.Tests.Access;

/// <summary>
/// A small OpenID Connect provider: its metadata, its public key, tokens signed with the private key, and an exchange of codes for tokens
/// that only the requester of a code can perform.
/// </summary>
internal sealed class OidcProvider : IAsyncLifetime
{
    public const string Audience = "paretune-tests";
    public const string Client = "paretune-browser";
    public const string Secret = "a secret of theirs";
    private const string KeyId = "one";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, Grant> _grants = [];
    private WebApplication? _app;

    public string Authority => _app!.Urls.Single();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = Authority,
            jwks_uri = $"{Authority}/keys",
            authorization_endpoint = $"{Authority}/authorize",
            token_endpoint = $"{Authority}/token",
        }));
        _app.MapPost("/token", Exchange);
        _app.MapGet("/keys", () => Results.Json(new { keys = new[] { PublicKey() } }));
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        _rsa.Dispose();
    }

    /// <param name="by">The signing key; null for the provider's own.</param>
    public string Token(
        Dictionary<string, object> claims, string audience = Audience, string? issuer = null, RSA? by = null, DateTime? expires = null) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Authority,
            Audience = audience,
            Claims = claims,
            NotBefore = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            Expires = expires ?? new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            SigningCredentials = new(new RsaSecurityKey(by ?? _rsa) { KeyId = KeyId }, SecurityAlgorithms.RsaSha256),
        });

    /// <summary>Does what a user does at the provider: agrees to the request with which the browser was redirected.</summary>
    /// <param name="asked">The address to which the browser was redirected.</param>
    /// <returns>The address to which the provider redirects the browser.</returns>
    public string Agree(Uri asked, Dictionary<string, object> claims, DateTime? expires = null)
    {
        var query = QueryHelpers.ParseQuery(asked.Query);
        Assert.Equal(
            ($"{Authority}/authorize", Client, "code", "S256"),
            (asked.GetLeftPart(UriPartial.Path), $"{query["client_id"]}", $"{query["response_type"]}",
                $"{query["code_challenge_method"]}"));
        var code = Guid.NewGuid().ToString("N");
        var token = Token(new(claims) { ["nonce"] = $"{query["nonce"]}" }, Client, expires: expires);
        _grants[code] = new($"{query["code_challenge"]}", $"{query["redirect_uri"]}", token);
        return QueryHelpers.AddQueryString(
            $"{query["redirect_uri"]}", new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"] });
    }

    private async Task<IResult> Exchange(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes($"{form["code_verifier"]}")));
        return _grants.TryRemove($"{form["code"]}", out var grant)
            && (grant.Challenge, grant.RedirectUri, Client, Secret) == (
                challenge, $"{form["redirect_uri"]}", $"{form["client_id"]}", $"{form["client_secret"]}")
            ? Results.Json(new { access_token = "of no use here", token_type = "Bearer", id_token = grant.IdToken })
            : Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
    }

    private object PublicKey()
    {
        var key = _rsa.ExportParameters(includePrivateParameters: false);
        return new
        {
            kty = "RSA",
            use = "sig",
            alg = "RS256",
            kid = KeyId,
            n = Base64UrlEncoder.Encode(key.Modulus),
            e = Base64UrlEncoder.Encode(key.Exponent)
        };
    }

    private sealed record Grant(string Challenge, string RedirectUri, string IdToken);
}
