using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Paretune.Dashboard.Access;

namespace Paretune.Dashboard.SignIn;

/// <summary>
/// Signs a browser in with an OpenID Connect provider, by authorization code with PKCE. The session takes its user, scope and expiry from
/// the identity token.
/// </summary>
internal static partial class ProviderSignIn
{
    public const string Path = $"{SignInApi.Path}/oidc";

    /// <summary>The query key that tells the sign-in page that the provider's sign-in failed.</summary>
    public const string Failed = "failed";

    private const string Scheme = "Provider";
    private const string Callback = $"{SignInApi.Path}/callback";

    public static AuthenticationBuilder AddProvider(this AuthenticationBuilder authentication, OidcOptions? options)
    {
        if (options is not { ClientId: { } client })
            return authentication;
        return authentication.AddOpenIdConnect(Scheme, oidc =>
        {
            (oidc.Authority, oidc.ClientId, oidc.ClientSecret) = (options.Authority, client, options.ClientSecret);
            (oidc.ResponseType, oidc.UsePkce) = (OpenIdConnectResponseType.Code, true);
            // Not form_post: its cookies would need SameSite=None and so HTTPS, even on a loopback address.
            oidc.ResponseMode = OpenIdConnectResponseMode.Query;
            foreach (var cookie in new[] { oidc.CorrelationCookie, oidc.NonceCookie })
                (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
            (oidc.SignInScheme, oidc.CallbackPath) = (Session.Scheme, Callback);
            // Disables the handler's own paths, which would end sessions without a form.
            (oidc.SignedOutCallbackPath, oidc.RemoteSignOutPath) = (default, default);
            (oidc.MapInboundClaims, oidc.DisableTelemetry) = (false, true);
            oidc.RequireHttpsMetadata = OidcSignIn.NeedsHttps(options);
            oidc.TokenValidationParameters.ClockSkew = OidcSignIn.Skew;
            oidc.Events.OnTokenValidated = context => Recognize(context, options);
            oidc.Events.OnRemoteFailure = Explain;
        });
    }

    public static string Link(string back) => $"{Path}?{ReturnPath.Name}={Uri.EscapeDataString(back)}";

    /// <summary>Redirects the browser to the provider.</summary>
    public static async Task<IResult> Begin(HttpContext context, ApiOptions options, ILoggerFactory logs)
    {
        var back = ReturnPath.From(context.Request.Query[ReturnPath.Name]);
        if (options.Oidc is not { ClientId: not null })
            return TypedResults.LocalRedirect(SignInApi.Path);
        try
        {
            await context.ChallengeAsync(Scheme, new() { RedirectUri = back });
            return TypedResults.Empty;
        }
        catch (Exception away) when (away is InvalidOperationException or HttpRequestException or IOException)
        {
            LogFailed(logs.CreateLogger(typeof(ProviderSignIn)), options.Oidc.Authority, away.Message);
            return SignInApi.Page(
                context, back, $"{new Uri(options.Oidc.Authority).Host} does not answer. Try again, or use a key.",
                StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static Task Recognize(TokenValidatedContext context, OidcOptions options)
    {
        var user = OidcSignIn.Caller(context.Principal!, context.SecurityToken.ValidTo, options);
        if (user is null)
            context.Fail(OidcSignIn.Nameless(options));
        else
            context.Principal = Session.Begin(user, context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        return Task.CompletedTask;
    }

    private static Task Explain(RemoteFailureContext context)
    {
        var log = context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ProviderSignIn));
        LogFailed(log, ((OpenIdConnectOptions)context.Options).Authority!, context.Failure?.Message ?? "");
        context.Response.Redirect(
            $"{SignInApi.Path}?{Failed}&{ReturnPath.Name}={Uri.EscapeDataString(ReturnPath.From(context.Properties?.RedirectUri))}");
        context.HandleResponse();
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Warning, "Sign-in with {Provider} failed: {Reason}")]
    private static partial void LogFailed(ILogger log, string provider, string reason);
}
