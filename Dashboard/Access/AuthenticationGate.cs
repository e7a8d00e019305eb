namespace Paretune.Dashboard.Access;

/// <summary>
/// Decides whether callers must sign in. Once they must, they always must, so that neither revoking the last key nor losing the database
/// opens access.
/// </summary>
internal sealed class AuthenticationGate(ApiOptions options, KnownKeys keys)
{
    private volatile bool _isGuarded = options.AsksForSignIn || options.AdminKeyHash is not null || options.Oidc is not null;

    /// <summary>Returns whether callers must sign in.</summary>
    /// <exception cref="Http.ApiException">503: it could not be determined whether there are keys.</exception>
    public async ValueTask<bool> IsGuarded(CancellationToken cancellation)
    {
        if (!_isGuarded && await keys.Any(cancellation))
            _isGuarded = true;
        return _isGuarded;
    }
}
