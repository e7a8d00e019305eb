using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Paretune.Dashboard.SignIn;

namespace Paretune.Dashboard.Access;

/// <summary>
/// Sets up authentication and authorization: recognizes callers and rejects those whom an endpoint's rule does not permit.
/// </summary>
internal static class AccessSetup
{
    private const string Either = "KeyOrToken";

    public static void AddAccess(this IServiceCollection services, ApiOptions options)
    {
        services.AddSingleton<KnownKeys>();
        services.AddSingleton<KeyCheck>();
        services.AddSingleton<AuthenticationGate>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<SessionValidity>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessDeniedHandler>();
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, scheme => scheme.ForwardDefaultSelector = context => SchemeOf(context.Request, options))
            .AddScheme<AuthenticationSchemeOptions, KeySignIn>(KeySignIn.Name, null)
            .AddOidc(options.Oidc)
            .AddSession()
            .AddProvider(options.Oidc);
        // A fallback for every endpoint, so that one without a rule of its own is not open.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new([new NeedsScope(KeyScope.Read)], []));
    }

    public static void UseAccess(this WebApplication app)
    {
        app.UseAuthentication();
        // After authentication, because each key has its own limit; before authorization, so that rejected requests count too.
        app.UseRateLimiter();
        app.UseAuthorization();
    }

    private static string SchemeOf(HttpRequest request, ApiOptions options) =>
        options.Oidc is not null && KeySignIn.Credential(request) is { } sent && !sent.StartsWith(ApiKey.Prefix, StringComparison.Ordinal)
            ? OidcSignIn.Name
            : KeySignIn.Name;
}
