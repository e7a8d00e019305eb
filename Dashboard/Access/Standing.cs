using System.Security.Claims;
using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Access;

/// <summary>
/// Asks again whether a caller that was let in may stay: its key may have been revoked, its token have expired. Needs no request, so whatever
/// lasts may ask: streams, sessions, pages.
/// </summary>
internal sealed class Standing(ApiOptions options, Door door, KnownKeys keys, TimeProvider clock)
{
    /// <summary>Whether it may go on reading. While the cluster does not answer, whoever was let in stays in.</summary>
    public async Task<bool> MayRead(ClaimsPrincipal user)
    {
        try
        {
            return Caller.Of(user).May(KeyScope.Read) && await Holds(user, CancellationToken.None);
        }
        catch (Refusal)
        {
            return true;
        }
    }

    /// <summary>Whether what it was recognised by is still good.</summary>
    /// <exception cref="Refusal">503: the cluster does not answer.</exception>
    public async ValueTask<bool> Holds(ClaimsPrincipal user, CancellationToken cancellation) => Proof.Of(user) switch
    {
        { Until: { } until } => clock.GetUtcNow() < until,
        { KeyHash: { } hash } when hash == options.AdminKeyHash => true,
        { KeyId: { } id, KeyHash: { } hash } => await keys.Has(id, hash, cancellation),
        _ => !await door.IsGuarded(cancellation),
    };
}
