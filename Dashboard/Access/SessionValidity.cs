using System.Collections.Concurrent;
using System.Security.Claims;
using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Access;

/// <summary>
/// Asks again whether a caller that was let in may stay: its key may have been revoked, its token have expired. Needs no request, so
/// whatever lasts may ask: streams, sessions, pages.
/// </summary>
internal sealed class SessionValidity(ApiOptions options, AuthenticationGate door, KnownKeys keys, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _ended = [];

    /// <summary>Whether it may continue reading. While the cluster does not answer, sessions stay valid.</summary>
    public async Task<bool> MayRead(ClaimsPrincipal user)
    {
        try
        {
            return Caller.From(user).May(KeyScope.Read) && await Holds(user, CancellationToken.None);
        }
        catch (ApiException)
        {
            return true;
        }
    }

    /// <summary>Whether what it was recognised by is still good.</summary>
    /// <exception cref="ApiException">503: the cluster does not answer.</exception>
    public async ValueTask<bool> Holds(ClaimsPrincipal user, CancellationToken cancellation) => Credential.From(user) switch
    {
        { Until: { } until } when clock.GetUtcNow() >= until => false,
        { Session: { } session } when _ended.ContainsKey(session) => false,
        { KeyHash: { } hash } when hash == options.AdminKeyHash => true,
        { KeyId: { } id, KeyHash: { } hash } => await keys.Has(id, hash, cancellation),
        { Until: not null } => true,
        _ => !await door.IsGuarded(cancellation),
    };

    /// <summary>Ends a session for what lasts too: pages that are open in other tabs of its browser.</summary>
    public void End(ClaimsPrincipal user)
    {
        var now = clock.GetUtcNow();
        foreach (var (session, until) in _ended)
            if (until < now)
                _ended.TryRemove(session, out _);
        if (Credential.From(user) is { Session: { } ended, Until: { } end })
            _ended[ended] = end;
    }
}
