namespace Paretune.Dashboard.Access;

/// <summary>
/// Whether callers have to sign in. Once they do they always do, so that revoking the last key, or a database that forgot, opens nothing.
/// </summary>
internal sealed class AuthenticationGate(ApiOptions options, KnownKeys keys)
{
    private volatile bool _isGuarded = options.AsksForSignIn || options.AdminKeyHash is not null || options.Oidc is not null;

    /// <exception cref="Http.ApiException">503: whether there are keys could not be found out.</exception>
    public async ValueTask<bool> IsGuarded(CancellationToken cancellation)
    {
        if (!_isGuarded && await keys.Any(cancellation))
            _isGuarded = true;
        return _isGuarded;
    }
}
