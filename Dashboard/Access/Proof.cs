using System.Globalization;
using System.Security.Claims;

namespace Paretune.Dashboard.Access;

/// <summary>
/// What a caller was recognised by, kept with it so that <see cref="Standing"/> can ask again: a key, or a token's end. Nothing for those who
/// were not asked.
/// </summary>
/// <param name="KeyId">As <see cref="ApiKey.Id"/>.</param>
/// <param name="KeyHash">As <see cref="ApiKey.Hash"/>; enough to recognise the key, not to use it.</param>
/// <param name="Until">When the token or the session ends.</param>
/// <param name="Session">The browser's session, which may be ended before.</param>
internal sealed record Proof(string? KeyId = null, string? KeyHash = null, DateTimeOffset? Until = null, string? Session = null)
{
    private const string _id = "key", _hash = "hash", _until = "until", _session = "session";

    public static Proof Of(ClaimsPrincipal user) => new(
        user.FindFirstValue(_id), user.FindFirstValue(_hash),
        long.TryParse(user.FindFirstValue(_until), CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
        user.FindFirstValue(_session));

    public IEnumerable<Claim> ToClaims()
    {
        if (KeyId is not null)
            yield return new(_id, KeyId);
        if (KeyHash is not null)
            yield return new(_hash, KeyHash);
        if (Until is { } until)
            yield return new(_until, until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (Session is not null)
            yield return new(_session, Session);
    }

    /// <summary>Without the hash: what is printed ends up in logs.</summary>
    public override string ToString() => $"{KeyId}{Until:O}";
}
