using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Paretune.Tuning.Notifications;

namespace Paretune.Dashboard;

/// <summary>Options of the API. The host binds and validates them and passes them to <see cref="ApiSetup"/>.</summary>
public sealed record ApiOptions
{
    /// <summary>The maximum size of a JSON body: 1 MiB, enough for a search with a hundred thousand values.</summary>
    internal const long MaxJsonBytes = 1 << 20;

    /// <summary>
    /// Whether every request needs a key or token from the start. If false, that begins with the first key; until then everyone who can
    /// reach the address may do everything, so it must be a loopback address. The host sets it.
    /// </summary>
    [Bindable(false)]
    public bool AsksForSignIn { get; init; }

    /// <summary>The SHA-256, in hexadecimal, of an administrator's key that is not in the store. Default: none.</summary>
    [PasswordPropertyText(true)]
    [RegularExpression(
        "[0-9A-Fa-f]{64}", ErrorMessage = "64 hexadecimal digits, the hash that paretune key create NAME --scope admin --local prints")]
    public string? AdminKeyHash { get; init => field = value?.ToLowerInvariant(); }

    /// <summary>The OpenID Connect provider whose tokens are accepted. Default: none.</summary>
    public OidcOptions? Oidc { get; init; }

    /// <summary>Targets that may be notified of the end of a search. Default: none.</summary>
    public NotifyOptions Notify { get; init; } = new();

    public MetricsOptions Metrics { get; init; } = new();

    /// <summary>The maximum size of an uploaded dataset archive, in bytes. Default 20 GiB.</summary>
    [Range(1, long.MaxValue, ErrorMessage = "a whole number of at least {1}")]
    public long MaxUploadBytes { get; init; } = 20L << 30;

    /// <summary>The maximum size of a checkpoint uploaded by a program that trains an external search, in bytes. Default 4 GiB.</summary>
    [Range(1, long.MaxValue, ErrorMessage = "a whole number of at least {1}")]
    public long MaxCheckpointBytes { get; init; } = 4L << 30;

    /// <summary>
    /// Requests per second of one key, or of one address without a key. Default 50. Not limited while sign-in is not required.
    /// </summary>
    [Range(1, int.MaxValue, ErrorMessage = "a whole number from {1} to {2}")]
    public int RequestsPerSecond { get; init; } = 50;

    /// <summary>Requests that may come at once after a quiet period. Default 200.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "a whole number from {1} to {2}")]
    public int Burst { get; init; } = 200;
}

/// <summary>Access to <c>/metrics</c>.</summary>
public sealed record MetricsOptions
{
    /// <summary>Whether the endpoint answers without a key, for scrapes in a protected network. Default: no.</summary>
    public bool Open { get; init; }
}

/// <summary>An OpenID Connect provider.</summary>
public sealed record OidcOptions : IValidatableObject
{
    /// <summary>The provider's address; <c>.well-known/openid-configuration</c> is below it.</summary>
    public string Authority { get; init; } = "";

    /// <summary>The audience that tokens must have.</summary>
    public string Audience { get; init; } = "";

    /// <summary>
    /// The claim that contains <c>paretune.read</c>, <c>paretune.submit</c>, <c>paretune.admin</c> or <c>paretune.work</c>.
    /// </summary>
    public string ScopeClaim { get; init; } = "scope";

    /// <summary>The claim that names the owner of a user's searches. The default, sub, is never reassigned to another user.</summary>
    public string OwnerClaim { get; init; } = "sub";

    /// <summary>The client id with which browsers sign in; null if they cannot.</summary>
    public string? ClientId { get; init; }

    /// <summary>The client secret; null for a public client, which only PKCE protects.</summary>
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

    /// <summary>Returns the options without the secret, because printed text ends up in logs.</summary>
    public override string ToString() => $"{Authority} for {Audience}";
}
