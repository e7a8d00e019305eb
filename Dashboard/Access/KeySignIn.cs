using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Paretune.Dashboard.SignIn;

namespace Paretune.Dashboard.Access;

/// <summary>
/// Authenticates callers by their key: <c>Authorization: Bearer KEY</c>, or the password of <c>Basic</c>, which every HTTP client supports;
/// and browsers, which send neither, by their <see cref="Session"/>. While sign-in is not required, every caller is <see
/// cref="Caller.Local"/>.
/// </summary>
internal sealed class KeySignIn(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes, ILoggerFactory logs, UrlEncoder encoder, AuthenticationGate gate, KeyCheck check)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, logs, encoder)
{
    public const string Name = "Key";

    /// <summary>The scheme of callers that need not authenticate.</summary>
    public const string Open = "Open";

    /// <summary>Returns the credential that the caller sent, or null.</summary>
    public static string? Credential(HttpRequest request) =>
        !AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var sent) || sent.Parameter is not { Length: > 0 } parameter
            ? null
        : sent.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? parameter
        : sent.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) ? Password(parameter)
        : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // Anonymous endpoints, such as the liveness probe, must not depend on the key store.
        if (Context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return AuthenticateResult.NoResult();
        if (!await gate.IsGuarded(Context.RequestAborted))
            return Recognized(Caller.Local.ToPrincipal(Open));
        if (Credential(Request) is not { } text)
            return await OfSession();
        var (user, why) = await check.Check(text, Context.RequestAborted);
        return user is not null ? Recognized(user) : AuthenticateResult.Fail(why);
    }

    private async Task<AuthenticateResult> OfSession()
    {
        var session = await Context.AuthenticateAsync(Session.Scheme);
        return session.Failure is null ? session : AuthenticateResult.Fail("the session has ended");
    }

    private AuthenticateResult Recognized(ClaimsPrincipal user) => AuthenticateResult.Success(new(user, Scheme.Name));

    private static string? Password(string parameter)
    {
        var bytes = new byte[parameter.Length];
        return Convert.TryFromBase64String(parameter, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2).ElementAtOrDefault(1)
            : null;
    }
}
