using System.Security.Claims;

namespace Paretune.Dashboard.Access;

/// <summary>Finds the owner of a key, for programs that send it and for people who enter it.</summary>
internal sealed class KeyCheck(ApiOptions options, KnownKeys keys)
{
    /// <returns>The caller; or null and the reason.</returns>
    /// <exception cref="Http.ApiException">503: the keys cannot be read.</exception>
    public async Task<(ClaimsPrincipal? User, string Why)> Check(string text, CancellationToken cancellation)
    {
        if (ApiKey.Read(text) is not { } key)
            return (null, $"the value sent is not a key: a key begins with {ApiKey.Prefix} and must be complete");
        if (options.AdminKeyHash is { } hash && key.Matches(hash))
            return (Recognized(Caller.Admin, key), "");
        return await keys.Find(key, cancellation) is { } stored
            ? (Recognized(new(stored.Name, stored.Scope), key), "")
            : (null, $"the key {key} is unknown or was revoked");
    }

    private static ClaimsPrincipal Recognized(Caller caller, ApiKey key) => caller.ToPrincipal(KeySignIn.Name, new(key.Id, key.Hash));
}
