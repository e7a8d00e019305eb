using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Paretune.Dashboard.Access;

namespace Paretune.Dashboard.SignIn;

/// <summary>
/// A browser's session: a cookie with the caller and its credential, encrypted by Data Protection. Every request checks it again, so it
/// grants nothing once the key is revoked or the token has expired.
/// </summary>
internal static class Session
{
    public const string Scheme = "Session";
    public const string Cookie = "paretune-session";
    private const string Antiforgery = "paretune-antiforgery";

    // A working day; after that, a browser must sign in again.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    public static AuthenticationBuilder AddSession(this AuthenticationBuilder authentication)
    {
        authentication.Services.AddAntiforgery(forms => Protect(forms.Cookie, Antiforgery, SameSiteMode.Strict));
        return authentication.AddCookie(Scheme, session =>
        {
            // Not Strict: a browser that comes back from the provider, or follows a link in a mail, would appear not to be signed in.
            Protect(session.Cookie, Cookie, SameSiteMode.Lax);
            (session.ExpireTimeSpan, session.SlidingExpiration) = (Longest, false);
            session.Events.OnValidatePrincipal = Check;
        });
    }

    /// <summary>Returns an authenticated caller as a session, which expires or is ended.</summary>
    public static ClaimsPrincipal Begin(ClaimsPrincipal user, DateTimeOffset now)
    {
        var latest = now + Longest;
        var until = Credential.From(user).Until is { } token && token < latest ? token : latest;
        var mine = new Credential(Until: until, Session: Guid.NewGuid().ToString("N")).ToClaims().ToList();
        var identity = new ClaimsIdentity(user.Identity);
        foreach (var claim in mine)
            if (identity.FindFirst(claim.Type) is { } older)
                identity.RemoveClaim(older);
        identity.AddClaims(mine);
        return new(identity);
    }

    private static void Protect(CookieBuilder cookie, string name, SameSiteMode sameSite)
    {
        (cookie.Name, cookie.HttpOnly, cookie.IsEssential) = (name, true, true);
        (cookie.SameSite, cookie.SecurePolicy) = (sameSite, CookieSecurePolicy.SameAsRequest);
    }

    private static async Task Check(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<SessionValidity>();
        if (!await sessions.Holds(context.Principal!, context.HttpContext.RequestAborted))
            context.RejectPrincipal();
    }
}
