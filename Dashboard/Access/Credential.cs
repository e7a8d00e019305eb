using System.Globalization;
using System.Security.Claims;

namespace Paretune.Dashboard.Access;

/// <summary>
/// The credential that authenticated a caller, kept so that <see cref="SessionValidity"/> can check it again: a key, or the expiry of a
/// token. Empty if authentication is off.
/// </summary>
/// <param name="KeyId">The id as in <see cref="ApiKey.Id"/>.</param>
/// <param name="KeyHash">The hash as in <see cref="ApiKey.Hash"/>; enough to recognize the key, not to use it.</param>
/// <param name="Until">When the token or the session expires.</param>
/// <param name="Session">The id of the browser's session, which may be ended earlier.</param>
internal sealed record Credential(string? KeyId = null, string? KeyHash = null, DateTimeOffset? Until = null, string? Session = null)
{
    private const string IdClaim = "key", HashClaim = "hash", UntilClaim = "until", SessionClaim = "session";

    public static Credential From(ClaimsPrincipal user) => new(
        user.FindFirstValue(IdClaim), user.FindFirstValue(HashClaim),
        long.TryParse(user.FindFirstValue(UntilClaim), CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
        user.FindFirstValue(SessionClaim));

    public IEnumerable<Claim> ToClaims()
    {
        if (KeyId is not null)
            yield return new(IdClaim, KeyId);
        if (KeyHash is not null)
            yield return new(HashClaim, KeyHash);
        if (Until is { } until)
            yield return new(UntilClaim, until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (Session is not null)
            yield return new(SessionClaim, Session);
    }

    /// <summary>Returns the credential without its hash, because printed text ends up in logs.</summary>
    public override string ToString() => $"{KeyId}{Until:O}";
}
