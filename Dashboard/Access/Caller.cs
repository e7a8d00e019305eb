using System.Security.Claims;

namespace Paretune.Dashboard.Access;

/// <summary>The caller of a request: its name, which owns the searches it submits, and its scope; null for no permission.</summary>
internal sealed record Caller(string Owner, KeyScope? Scope)
{
    private const string OwnerClaim = "owner", ScopeClaim = "scope";

    /// <summary>The caller of every request while sign-in is not required.</summary>
    public static Caller Local { get; } = new("local", KeyScope.Admin);

    /// <summary>The key whose hash is configured as a setting.</summary>
    public static Caller Admin { get; } = new("admin", KeyScope.Admin);

    public static Caller From(ClaimsPrincipal user) => new(
        user.FindFirstValue(OwnerClaim) ?? "",
        Enum.TryParse<KeyScope>(user.FindFirstValue(ScopeClaim), out var scope) ? scope : null);

    /// <param name="credential">The credential that authenticated the caller; null if authentication is off.</param>
    public ClaimsPrincipal ToPrincipal(string scheme, Credential? credential = null) => new(new ClaimsIdentity(
        [new(OwnerClaim, Owner), .. Scope is { } scope
            ? [new Claim(ScopeClaim, $"{scope}")] : Array.Empty<Claim>(), .. credential?.ToClaims() ?? []],
        scheme, OwnerClaim, null));

    public bool May(KeyScope needed) => Scope?.Includes(needed) == true;

    /// <summary>
    /// Returns whether the caller may change a search: its owner and every administrator may. A search from before owners belongs to
    /// nobody.
    /// </summary>
    public bool MayChange(SearchView search) => May(KeyScope.Admin) || (May(KeyScope.Submit) && search.Owner == Owner);
}
