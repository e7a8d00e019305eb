using System.Collections.Concurrent;
using System.Security.Claims;
using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Access;

/// <summary>
/// Checks again whether a signed-in caller is still valid: its key may have been revoked, or its token may have expired. It needs no
/// request, so streams, sessions and pages can call it at any time.
/// </summary>
internal sealed class SessionValidity(ApiOptions options, AuthenticationGate gate, KnownKeys keys, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _ended = [];

    /// <summary>Returns whether the caller may continue to read. While the cluster does not answer, sessions stay valid.</summary>
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

    /// <summary>Returns whether the caller's credential is still valid.</summary>
    /// <exception cref="ApiException">503: the cluster does not answer.</exception>
    public async ValueTask<bool> Holds(ClaimsPrincipal user, CancellationToken cancellation) => Credential.From(user) switch
    {
        { Until: { } until } when clock.GetUtcNow() >= until => false,
        { Session: { } session } when _ended.ContainsKey(session) => false,
        { KeyHash: { } hash } when hash == options.AdminKeyHash => true,
        { KeyId: { } id, KeyHash: { } hash } => await keys.Has(id, hash, cancellation),
        { Until: not null } => true,
        _ => !await gate.IsGuarded(cancellation),
    };

    /// <summary>Ends a session, also for pages that are open in other tabs of the browser.</summary>
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
