using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Paretune.Dashboard.Access;

/// <summary>Authenticates callers by a token of an OpenID Connect provider, whose signing keys are fetched and cached.</summary>
internal static class OidcSignIn
{
    public const string Name = "Token";

    // Key names contain no colon, so that no token can own what a key submitted.
    private const string Prefix = "oidc:";

    private static readonly Dictionary<string, KeyScope> Scopes = new(StringComparer.Ordinal)
    {
        ["paretune.read"] = KeyScope.Read,
        ["paretune.work"] = KeyScope.Work,
        ["paretune.submit"] = KeyScope.Submit,
        ["paretune.admin"] = KeyScope.Admin,
    };

    // For clock differences between machines. The default of five minutes would accept expired tokens for too long.
    internal static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    public static AuthenticationBuilder AddOidc(this AuthenticationBuilder authentication, OidcOptions? options)
    {
        if (options is null)
            return authentication;
        return authentication.AddJwtBearer(Name, jwt =>
        {
            jwt.Authority = options.Authority;
            jwt.Audience = options.Audience;
            jwt.MapInboundClaims = false;
            jwt.RequireHttpsMetadata = NeedsHttps(options);
            jwt.TokenValidationParameters.ClockSkew = Skew;
            jwt.Events = new()
            {
                OnTokenValidated = context => Recognize(context, options),
                OnAuthenticationFailed = context =>
                {
                    context.Fail(Reason(context.Exception, options));
                    return Task.CompletedTask;
                },
            };
        });
    }

    /// <summary>Whether the provider must use HTTPS: signing keys fetched over HTTP could be anyone's, except on this machine.</summary>
    internal static bool NeedsHttps(OidcOptions options) => !new Uri(options.Authority).IsLoopback;

    /// <summary>Returns the caller that a valid token names; null if it names none.</summary>
    /// <param name="until">When the token expires.</param>
    internal static ClaimsPrincipal? Caller(ClaimsPrincipal token, DateTimeOffset until, OidcOptions options) =>
        token.FindFirstValue(options.OwnerClaim) is { } owner && !string.IsNullOrWhiteSpace(owner)
            ? new Caller(Prefix + owner, ScopeOf(token, options.ScopeClaim)).ToPrincipal(Name, new(Until: until))
            : null;

    /// <summary>The error for a token that names no user.</summary>
    internal static string Nameless(OidcOptions options) => $"the token must contain the claim {options.OwnerClaim}, which names its "
        + "user, but does not";

    private static Task Recognize(TokenValidatedContext context, OidcOptions options)
    {
        context.Principal = Caller(context.Principal!, new DateTimeOffset(context.SecurityToken.ValidTo) + Skew, options);
        if (context.Principal is null)
            context.Fail(Nameless(options));
        return Task.CompletedTask;
    }

    /// <summary>Returns the highest scope. Scopes come as one text separated by spaces, or as several values.</summary>
    private static KeyScope? ScopeOf(ClaimsPrincipal user, string claim) => user.FindAll(claim)
        .SelectMany(one => one.Value.Split(' '))
        .Where(Scopes.ContainsKey)
        .Select(scope => (KeyScope?)Scopes[scope])
        .MaxBy(scope => KeyScopes.All.IndexOf(scope!.Value));

    private static string Reason(Exception failure, OidcOptions options) => failure switch
    {
        SecurityTokenExpiredException => "the token has expired; get a new one",
        SecurityTokenInvalidAudienceException => $"the token must have the audience {options.Audience}, but has another",
        SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException =>
            $"the token must be signed by {options.Authority}, but is not",
        SecurityTokenException => $"the token was not issued by {options.Authority}",
        _ => $"the token could not be checked, because {options.Authority} did not answer as an OpenID Connect provider; try again",
    };
}
