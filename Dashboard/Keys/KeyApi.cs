using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Paretune.Dashboard.Access;
using Paretune.Dashboard.Http;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Keys;

/// <summary>The HTTP endpoints of keys: create, list and revoke. Only the answer that creates a key contains its secret.</summary>
internal static partial class KeyApi
{
    // Names of callers without a stored key; a key of such a name would own their searches.
    private static readonly string[] Reserved = [Caller.Local.Owner, Caller.Admin.Owner];

    public static void MapKeys(this IEndpointRouteBuilder app)
    {
        var keys = app.MapGroup("/api/keys").WithTags("Keys").Needs(KeyScope.Admin);
        keys.MapGet("/", List).WithName("ListKeys").WithSummary("Lists the keys, without their secrets.");
        keys.MapPost("/", Create).WithName("CreateKey").WithSummary("Creates a key. Only this answer contains its secret.")
            .TakesJson("An object with name and scope (read, work, submit or admin).")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        keys.MapDelete("/{name}", Revoke).WithName("RevokeKey").WithSummary("Revokes a key.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IEnumerable<KeyView>> List(IClusterClient cluster, CancellationToken cancellation) =>
        (await GrainCall.Answer(Keys(cluster).All, cancellation)).Select(key => View(key));

    private static async Task<Created<KeyView>> Create(
        HttpContext context, IClusterClient cluster, AuthenticationGate gate, KnownKeys known, TimeProvider clock,
            CancellationToken cancellation)
    {
        var (name, scope) = Read(await JsonBody.Read(context.Request, cancellation));
        if (scope != KeyScope.Admin && !await gate.IsGuarded(cancellation))
            throw ApiException.Invalid(
                "scope", $"must be admin for the first key, because keys are required from then on, but is {Text(scope)}");
        var key = ApiKey.Draw();
        var stored = new StoredKey(key.Id, name, scope, key.Hash, clock.GetUtcNow());
        // Not repeated: after a lost answer, a repeat would find the name in use, and the secret would be lost.
        if (!await GrainCall.Once(() => Keys(cluster).Add(stored), cancellation))
            throw ApiException.Conflict(
                $"a key \"{name}\" already exists; revoke it first, or choose another name");
        known.Forget();
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/api/keys/{name}", View(stored, key.Text));
    }

    private static async Task<KeyView> Revoke(
        [Description("Name of the key.")] string name, IClusterClient cluster, KnownKeys known, CancellationToken cancellation)
    {
        // Not repeated: after a lost answer, a repeat would find no such key.
        var removed = await GrainCall.Once(() => Keys(cluster).Remove(name), cancellation);
        known.Forget();
        return removed is not null
            ? View(removed) : throw ApiException.NotFound(
                $"key \"{name}\" not found; list keys with: paretune key list (GET /api/keys)");
    }

    private static (string Name, KeyScope Scope) Read(JsonElement body)
    {
        var errors = ImmutableArray.CreateBuilder<ValidationError>();
        var (name, scopeText) = (Member(body, "name"), Member(body, "scope"));
        if (!NamePattern().IsMatch(name) || Reserved.Contains(name))
            errors.Add(
                new("name",
                    "must be 1 to 64 lower-case letters, digits, dots, hyphens and underscores, the first a letter or digit, and not "
                + $"{string.Join(" or ", Reserved)}, but is \"{name}\""));
        var scopes = KeyScopes.All;
        if (!scopes.Select(Text).Contains(scopeText))
            errors.Add(new("scope", $"must be {string.Join(", ", scopes.Select(Text))}, but is \"{scopeText}\""));
        return errors.Count == 0 ? (name, scopes.First(scope => Text(scope) == scopeText))
            : throw ApiException.Invalid(errors.ToImmutable());
    }

    private static string Member(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? JsonText.Read(value) ?? "\uFFFD" : "";

    private static string Text(KeyScope scope) => scope.ToString().ToLowerInvariant();

    private static KeyView View(StoredKey key, string? secret = null) => new(key.Name, key.Id, key.Scope, key.CreatedAt, secret);

    private static IKeysGrain Keys(IClusterClient cluster) => cluster.GetGrain<IKeysGrain>(0);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,63}\z")]
    private static partial Regex NamePattern();
}
