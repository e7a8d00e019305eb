using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Paretune.Tuning.Notifications;

namespace Paretune.Dashboard;

/// <summary>What may be set of the API. The host binds and checks it, and hands it to <see cref="ApiSetup"/>.</summary>
public sealed record ApiOptions
{
    /// <summary>The largest JSON body: 1 MiB, which a search of a hundred thousand values does not reach.</summary>
    internal const long MaxJsonBytes = 1 << 20;

    /// <summary>
    /// Whether every request needs a key or token from the start. Where false, that begins with the first key there is; until then all that
    /// reach the address may do everything, so it must be a loopback one. The host finds it out.
    /// </summary>
    [Bindable(false)]
    public bool AsksForSignIn { get; init; }

    /// <summary>SHA-256, in hexadecimal, of a key that is an administrator without being in the store. Default: none.</summary>
    [PasswordPropertyText(true)]
    [RegularExpression(
        "[0-9A-Fa-f]{64}", ErrorMessage = "64 hexadecimal digits, the hash that paretune key create NAME --scope admin --local prints")]
    public string? AdminKeyHash { get; init => field = value?.ToLowerInvariant(); }

    /// <summary>The OpenID Connect provider whose tokens are accepted. Default: none.</summary>
    public OidcOptions? Oidc { get; init; }

    /// <summary>Targets that may be notified of the end of a search. Default: none.</summary>
    public NotifyOptions Notify { get; init; } = new();

    public MetricsOptions Metrics { get; init; } = new();

    /// <summary>The largest archive of a dataset that is taken, in bytes. Default 20 GiB.</summary>
    [Range(1, long.MaxValue, ErrorMessage = "a whole number of at least {1}")]
    public long MaxUploadBytes { get; init; } = 20L << 30;

    /// <summary>The largest checkpoint that is taken of a program that trains an external search, in bytes. Default 4 GiB.</summary>
    [Range(1, long.MaxValue, ErrorMessage = "a whole number of at least {1}")]
    public long MaxCheckpointBytes { get; init; } = 4L << 30;

    /// <summary>Requests a second of one key, or one address without. Default 50. Not counted while sign-in is not required.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "a whole number from {1} to {2}")]
    public int RequestsPerSecond { get; init; } = 50;

    /// <summary>Requests at once of one that was quiet before. Default 200.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "a whole number from {1} to {2}")]
    public int Burst { get; init; } = 200;
}

/// <summary>Who may read <c>/metrics</c>.</summary>
public sealed record MetricsOptions
{
    /// <summary>Whether it answers without a key where callers have to sign in: for scrapes that the network guards. Default: no.</summary>
    public bool Open { get; init; }
}

/// <summary>An OpenID Connect provider.</summary>
public sealed record OidcOptions : IValidatableObject
{
    /// <summary>Its address, under which <c>.well-known/openid-configuration</c> lies.</summary>
    public string Authority { get; init; } = "";

    /// <summary>What its tokens must be meant for.</summary>
    public string Audience { get; init; } = "";

    /// <summary>The claim with <c>paretune.read</c>, <c>paretune.submit</c> or <c>paretune.admin</c>.</summary>
    public string ScopeClaim { get; init; } = "scope";

    /// <summary>The claim that names whose a search is. Default: the one that never passes to another user.</summary>
    public string OwnerClaim { get; init; } = "sub";

    /// <summary>As what browsers sign in there; null where they do not.</summary>
    public string? ClientId { get; init; }

    /// <summary>Null for a public client, which PKCE protects alone.</summary>
    [PasswordPropertyText(true)]
    public string? ClientSecret { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ClientSecret is not null && ClientId is null)
            yield return new(
                $"must be the client ID of this server at the provider if {nameof(ClientSecret)} is set, but is empty", [nameof(ClientId)]);
        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var uri)
            || !(uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
            yield return new($"must be the https address of an OpenID Connect provider, but is \"{Authority}\"", [nameof(Authority)]);
        if (Audience is "")
            yield return new("must be the audience of the provider's tokens for Paretune, but is empty", [nameof(Audience)]);
    }

    /// <summary>Without the secret: what is printed ends up in logs.</summary>
    public override string ToString() => $"{Authority} for {Audience}";
}
