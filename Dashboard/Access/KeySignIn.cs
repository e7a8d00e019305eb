using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Paretune.Dashboard.Access;

/// <summary>
/// Recognises callers by their key: <c>Authorization: Bearer KEY</c>, or as the password of <c>Basic</c>, which is what a browser can ask its
/// user for. While nobody has to sign in everybody is <see cref="Caller.Local"/>.
/// </summary>
internal sealed class KeySignIn(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes, ILoggerFactory logs, UrlEncoder encoder, ApiOptions options, Door door, KnownKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, logs, encoder)
{
    public const string Name = "Key";

    /// <summary>The scheme of callers that were not asked who they are.</summary>
    public const string Open = "Open";

    /// <summary>What the caller sent to be recognised by, or null.</summary>
    public static string? Credential(HttpRequest request) =>
        !AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var sent) || sent.Parameter is not { Length: > 0 } parameter ? null
        : sent.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? parameter
        : sent.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) ? Password(parameter)
        : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // Whether the process is alive must not hang on the key store.
        if (Context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return AuthenticateResult.NoResult();
        if (!await door.IsGuarded(Context.RequestAborted))
            return Recognised(Caller.Local, Open);
        if (Credential(Request) is not { } text)
            return AuthenticateResult.NoResult();
        if (ApiKey.Read(text) is not { } key)
            return AuthenticateResult.Fail($"what was sent is no key: a key begins with {ApiKey.Prefix} and is sent whole");
        if (options.AdminKeyHash is { } hash && key.Matches(hash))
            return Recognised(Caller.Admin, Name);
        return await keys.Find(key, Context.RequestAborted) is { } stored
            ? Recognised(new(stored.Name, stored.Scope), Name)
            : AuthenticateResult.Fail($"the key {key} is not known here, or was revoked");
    }

    private AuthenticateResult Recognised(Caller caller, string by) =>
        AuthenticateResult.Success(new(caller.ToPrincipal(by), Scheme.Name));

    private static string? Password(string parameter)
    {
        var bytes = new byte[parameter.Length];
        return Convert.TryFromBase64String(parameter, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2).ElementAtOrDefault(1)
            : null;
    }
}
