using Paretune.Dashboard;

namespace Paretune.Silo.Start;

/// <summary>Reads <see cref="ApiOptions"/>: who may reach the API, and how much of it.</summary>
internal static class ApiOptionsReader
{
    private const string _section = "Paretune";
    private const int _hashDigits = 64;
    private const string _metrics = "Metrics", _open = "Open";
    private const string _clientId = "ClientId", _clientSecret = "ClientSecret";

    public static IEnumerable<string> Keys { get; } =
    [
        nameof(ApiOptions.AdminKeyHash), nameof(ApiOptions.Oidc), nameof(ApiOptions.MaxUploadBytes), nameof(ApiOptions.RequestsPerSecond),
        nameof(ApiOptions.Burst), _metrics,
    ];

    /// <param name="faults">Takes what is wrong.</param>
    public static ApiOptions Read(IConfigurationSection section, List<string> faults)
    {
        var defaults = new ApiOptions();
        return new()
        {
            AdminKeyHash = Hash(section, faults),
            Oidc = Oidc(section.GetSection(nameof(ApiOptions.Oidc)), faults),
            OpenMetrics = OpenMetrics(section.GetSection(_metrics), faults),
            MaxUploadBytes = Count(section, nameof(ApiOptions.MaxUploadBytes), defaults.MaxUploadBytes, long.MaxValue, faults),
            RequestsPerSecond = (int)Count(section, nameof(ApiOptions.RequestsPerSecond), defaults.RequestsPerSecond, int.MaxValue, faults),
            Burst = (int)Count(section, nameof(ApiOptions.Burst), defaults.Burst, int.MaxValue, faults),
        };
    }

    private static string? Hash(IConfigurationSection section, List<string> faults)
    {
        if (section[nameof(ApiOptions.AdminKeyHash)] is not { Length: > 0 } value)
            return null;
        // The value is not told: whoever took the key for its hash must not find it in a log.
        if (value.Length != _hashDigits || !value.All(char.IsAsciiHexDigit))
            faults.Add($"{_section}:{nameof(ApiOptions.AdminKeyHash)} must be {_hashDigits} hexadecimal digits, the hash that paretune key create NAME "
                + $"--scope admin --local prints, but has {value.Length} characters that are not all such digits");
        return value.ToLowerInvariant();
    }

    private static bool OpenMetrics(IConfigurationSection section, List<string> faults)
    {
        foreach (var unknown in section.GetChildren().Where(child => !child.Key.Equals(_open, StringComparison.OrdinalIgnoreCase)))
            faults.Add($"{unknown.Path} is not a setting; there is {_open}");
        if (section[_open] is not { Length: > 0 } value)
            return false;
        if (bool.TryParse(value, out var open))
            return open;
        faults.Add($"{section.Path}:{_open} must be true or false, but is \"{value}\"");
        return false;
    }

    private static OidcOptions? Oidc(IConfigurationSection section, List<string> faults)
    {
        string[] known =
        [
            nameof(OidcOptions.Authority), nameof(OidcOptions.Audience), nameof(OidcOptions.ScopeClaim), nameof(OidcOptions.OwnerClaim), _clientId, _clientSecret,
        ];
        foreach (var unknown in section.GetChildren().Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
            faults.Add($"{unknown.Path} is not a setting; there are {string.Join(", ", known)}");
        var (authority, audience) = (section[nameof(OidcOptions.Authority)], section[nameof(OidcOptions.Audience)]);
        var client = Client(section, faults);
        if (string.IsNullOrEmpty(authority) && string.IsNullOrEmpty(audience) && client is null)
            return null;
        if (!Uri.TryCreate(authority, UriKind.Absolute, out var uri) || !(uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
            faults.Add($"{section.Path}:{nameof(OidcOptions.Authority)} must be the https address of an OpenID Connect provider, but is \"{authority}\"");
        if (string.IsNullOrEmpty(audience))
            faults.Add($"{section.Path}:{nameof(OidcOptions.Audience)} must name what the provider's tokens for Paretune are meant for, but is empty");
        return new(
            authority ?? "", audience ?? "", Claim(section, nameof(OidcOptions.ScopeClaim), OidcOptions.DefaultScopeClaim),
            Claim(section, nameof(OidcOptions.OwnerClaim), OidcOptions.DefaultOwnerClaim), client);
    }

    private static OidcClient? Client(IConfigurationSection section, List<string> faults)
    {
        var (id, secret) = (section[_clientId], section[_clientSecret] is { Length: > 0 } given ? given : null);
        if (!string.IsNullOrEmpty(id))
            return new(id, secret);
        if (secret is not null)
            faults.Add($"{section.Path}:{_clientId} must name this server at the provider where {_clientSecret} is set, but is empty");
        return null;
    }

    private static string Claim(IConfigurationSection section, string key, string fallback) => section[key] is { Length: > 0 } claim ? claim : fallback;

    private static long Count(IConfigurationSection section, string key, long fallback, long most, List<string> faults)
    {
        if (section[key] is not { } value)
            return fallback;
        if (long.TryParse(value, out var count) && count >= 1 && count <= most)
            return count;
        faults.Add($"{_section}:{key} must be a whole number from 1 to {most}, but is \"{value}\"");
        return fallback;
    }
}
