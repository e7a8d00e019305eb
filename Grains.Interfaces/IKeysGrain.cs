using System.Collections.Immutable;

namespace Paretune;

/// <summary>The API keys (grain key 0), independent of where they are stored.</summary>
[Alias("Paretune.IKeysGrain")]
public interface IKeysGrain : IGrainWithIntegerKey
{
    /// <summary>Returns all valid keys, by name.</summary>
    [Alias("All")]
    Task<ImmutableArray<StoredKey>> All();

    /// <summary>Stores a key; returns false if its name is in use.</summary>
    [Alias("Add")]
    Task<bool> Add(StoredKey key);

    /// <summary>Revokes the key with this name and returns it; null if there is none.</summary>
    [Alias("Remove")]
    Task<StoredKey?> Remove(string name);
}

/// <summary>A key as it is stored: enough to recognize the key, not to use it.</summary>
/// <param name="Name">The key's name, which is also the owner of the searches it submits.</param>
/// <param name="Hash">The hash as in <see cref="ApiKey.Hash"/>.</param>
[GenerateSerializer, Immutable, Alias("Paretune.StoredKey")]
public sealed record StoredKey(
    [property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] KeyScope Scope, [property: Id(3)] string Hash,
    [property: Id(4)] DateTimeOffset CreatedAt);

/// <summary>A key as users see it. <see cref="Key"/> is the complete key, present only in the response that created it.</summary>
public sealed record KeyView(string Name, string Id, KeyScope Scope, DateTimeOffset CreatedAt, string? Key = null);
