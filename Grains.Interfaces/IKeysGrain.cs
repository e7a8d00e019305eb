using System.Collections.Immutable;

namespace Paretune;

/// <summary>The keys to the API (key 0), wherever they are kept.</summary>
[Alias("Paretune.IKeysGrain")]
public interface IKeysGrain : IGrainWithIntegerKey
{
    /// <summary>Every key that is in force, by name.</summary>
    [Alias("All")]
    Task<ImmutableArray<StoredKey>> All();

    /// <summary>Keeps a key; false where its name is in use.</summary>
    [Alias("Add")]
    Task<bool> Add(StoredKey key);

    /// <summary>Revokes the key of that name and answers it; null where there is none.</summary>
    [Alias("Remove")]
    Task<StoredKey?> Remove(string name);
}

/// <summary>A key as it is kept: enough to recognise it, not to use it.</summary>
/// <param name="Name">Its name, which is also the owner of the searches it submits.</param>
/// <param name="Hash">As <see cref="ApiKey.Hash"/>.</param>
[GenerateSerializer, Immutable, Alias("Paretune.StoredKey")]
public sealed record StoredKey(
    [property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] KeyScope Scope, [property: Id(3)] string Hash,
    [property: Id(4)] DateTimeOffset CreatedAt);

/// <summary>A key as users see it. <see cref="Key"/>: the secret, only in the answer that made it.</summary>
public sealed record KeyView(string Name, string Id, KeyScope Scope, DateTimeOffset CreatedAt, string? Key = null);
