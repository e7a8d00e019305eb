using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Paretune.Dashboard.Access;

namespace Paretune.Dashboard.SignIn;

/// <summary>The endpoints that begin and end a browser's <see cref="Session"/>.</summary>
internal static class SignInApi
{
    public const string Path = "/sign-in";
    public const string SignOutPath = "/sign-out";
    public const string KeyField = "key";
    private const string Name = "SignIn";

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, Ask).WithName(Name).AllowAnonymous().ExcludeFromDescription();
        app.MapPost(Path, SignIn).AllowAnonymous().ExcludeFromDescription();
        app.MapGet(ProviderSignIn.Path, ProviderSignIn.Begin).AllowAnonymous().ExcludeFromDescription();
        // Every signed-in user may sign out, whatever their permissions.
        app.MapPost(SignOutPath, SignOut).RequireAuthorization(policy => policy.RequireAssertion(_ => true)).ExcludeFromDescription();
    }

    /// <summary>
    /// Returns the address of the sign-in page, with the way back to the requested one; null in a process without that page.
    /// </summary>
    public static string? Link(LinkGenerator links, HttpContext context)
    {
        var asked = context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent();
        return links.GetPathByName(context, Name, new RouteValueDictionary { [ReturnPath.Name] = asked });
    }

    /// <summary>Returns the sign-in page with an error.</summary>
    public static ContentHttpResult Page(HttpContext context, string back, string? error, int status)
    {
        var services = context.RequestServices;
        var oidc = services.GetRequiredService<ApiOptions>().Oidc;
        (string, string)? provider = oidc is { ClientId: not null } ? (new Uri(oidc.Authority).Host, ProviderSignIn.Link(back)) : null;
        var token = services.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        context.Response.Headers.ContentSecurityPolicy = SignInPage.ContentSecurityPolicy;
        if (status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        return TypedResults.Text(SignInPage.Html(token, back, error, provider), "text/html", Encoding.UTF8, status);
    }

    private static async Task<Results<ContentHttpResult, RedirectHttpResult>> Ask(HttpContext context, AuthenticationGate gate)
    {
        var back = ReturnPath.From(context.Request.Query[ReturnPath.Name]);
        if (!await gate.IsGuarded(context.RequestAborted))
            return TypedResults.LocalRedirect(back);
        var error = context.Request.Query.ContainsKey(ProviderSignIn.Failed)
            ? "Signing in with the provider failed. Try again, or use a key." : null;
        return Page(context, back, error, StatusCodes.Status200OK);
    }

    private static async Task<Results<ContentHttpResult, RedirectHttpResult>> SignIn(
        HttpContext context, IAntiforgery forms, KeyCheck check, TimeProvider clock)
    {
        if (!await forms.IsRequestValidAsync(context) || !context.Request.HasFormContentType)
            return Page(
                context, ReturnPath.From(null), "This page was open too long, or cookies are disabled. Try again.",
                StatusCodes.Status400BadRequest);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var back = ReturnPath.From(form[ReturnPath.Name]);
        var (user, why) = await check.Check(form[KeyField].ToString().Trim(), context.RequestAborted);
        if (user is null)
            return Page(context, back, $"Sign-in failed: {why}.", StatusCodes.Status401Unauthorized);
        await context.SignInAsync(Session.Scheme, Session.Begin(user, clock.GetUtcNow()));
        // Sets the user for the audit log.
        context.User = user;
        return TypedResults.LocalRedirect(back);
    }

    private static async Task<Results<BadRequest<string>, RedirectHttpResult>> SignOut(
        HttpContext context, IAntiforgery forms, SessionValidity sessions)
    {
        // A form is bound to its user, so the form of an expired session is invalid; there is then nothing to end.
        if (context.User.Identity is { IsAuthenticated: true } && !await forms.IsRequestValidAsync(context))
            return TypedResults.BadRequest("the form was open too long; reload the page");
        sessions.End(context.User);
        await context.SignOutAsync(Session.Scheme);
        return TypedResults.LocalRedirect(Path);
    }
}
