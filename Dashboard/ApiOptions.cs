namespace Paretune.Dashboard;

/// <summary>What may be set of the API. The host reads and checks it, and hands it to <see cref="ApiSetup"/>.</summary>
public sealed record ApiOptions
{
    /// <summary>The largest JSON body: 1 MiB, which a search of a hundred thousand values does not reach.</summary>
    internal const long MaxJsonBytes = 1 << 20;

    /// <summary>
    /// Whether every request needs a key or token from the start. Where false, that begins with the first key there is; until then all that
    /// reach the address may do everything, so it must be a loopback one.
    /// </summary>
    public bool AsksForSignIn { get; init; }

    /// <summary>SHA-256, in hexadecimal, of a key that is an administrator without being in the store. Default: none.</summary>
    public string? AdminKeyHash { get; init; }

    /// <summary>Who else's tokens are taken. Default: nobody's.</summary>
    public OidcOptions? Oidc { get; init; }

    /// <summary>
    /// Whether <c>/metrics</c> answers without a key where callers have to sign in: for scrapes that the network guards. Default: no.
    /// </summary>
    public bool OpenMetrics { get; init; }

    /// <summary>The largest archive of a data set that is taken, in bytes. Default 20 GiB.</summary>
    public long MaxUploadBytes { get; init; } = 20L << 30;

    /// <summary>Requests a second of one key, or one address without. Default 50. Not counted while nobody has to sign in.</summary>
    public int RequestsPerSecond { get; init; } = 50;

    /// <summary>Requests at once of one that was quiet before. Default 200.</summary>
    public int Burst { get; init; } = 200;
}

/// <summary>An OpenID Connect provider.</summary>
/// <param name="Authority">Its address, under which <c>.well-known/openid-configuration</c> lies.</param>
/// <param name="Audience">What its tokens must be meant for.</param>
/// <param name="ScopeClaim">The claim with <c>paretune.read</c>, <c>paretune.submit</c> or <c>paretune.admin</c>.</param>
/// <param name="OwnerClaim">The claim that names whose a search is.</param>
/// <param name="Client">As what browsers sign in there; null where they do not.</param>
public sealed record OidcOptions(
    string Authority, string Audience, string ScopeClaim = OidcOptions.DefaultScopeClaim, string OwnerClaim = OidcOptions.DefaultOwnerClaim,
    OidcClient? Client = null)
{
    public const string DefaultScopeClaim = "scope";

    // The one claim that never passes to another user.
    public const string DefaultOwnerClaim = "sub";
}

/// <summary>How the provider knows this server.</summary>
/// <param name="Secret">Null for a public client, which PKCE protects alone.</param>
public sealed record OidcClient(string Id, string? Secret = null)
{
    /// <summary>Without the secret: what is printed ends up in logs.</summary>
    public override string ToString() => Id;
}
