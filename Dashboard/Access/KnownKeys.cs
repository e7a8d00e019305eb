using System.Collections.Frozen;
using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Access;

/// <summary>
/// The valid keys, cached for a few seconds, so that requests do not query the database. A revoked key works for at most ten more seconds
/// on every node.
/// </summary>
internal sealed class KnownKeys(IClusterClient cluster, TimeProvider clock)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(10);

    // For a key created a moment ago on another node. Not shorter, so that invented keys cannot overload the database.
    private static readonly TimeSpan AgeForUnknown = TimeSpan.FromSeconds(1);

    private readonly Shared<FrozenDictionary<string, StoredKey>> _listing = new(() => Ask(cluster), clock);

    /// <summary>Returns the stored key; null if it is unknown or was revoked.</summary>
    /// <exception cref="ApiException">503: the cluster does not answer. Cached keys are then not trusted.</exception>
    public async Task<StoredKey?> Find(ApiKey key, CancellationToken cancellation) =>
        Find(key, await Listed(Age, cancellation)) ?? Find(key, await Listed(AgeForUnknown, cancellation));

    /// <summary>Returns whether a key found earlier is still valid.</summary>
    /// <exception cref="ApiException">503: the cluster does not answer.</exception>
    public async Task<bool> Has(string id, string hash, CancellationToken cancellation) =>
        Has(id, hash, await Listed(Age, cancellation)) || Has(id, hash, await Listed(AgeForUnknown, cancellation));

    public async Task<bool> Any(CancellationToken cancellation) => (await Listed(Age, cancellation)).Count > 0;

    /// <summary>Discards the cache after a change of keys; the next request reads them again.</summary>
    public void Forget() => _listing.Forget();

    private static StoredKey? Find(ApiKey key, FrozenDictionary<string, StoredKey> listing) =>
        listing.GetValueOrDefault(key.Id) is { } stored && key.Matches(stored.Hash) ? stored : null;

    private static bool Has(string id, string hash, FrozenDictionary<string, StoredKey> listing) =>
        listing.GetValueOrDefault(id)?.Hash == hash;

    private Task<FrozenDictionary<string, StoredKey>> Listed(TimeSpan age, CancellationToken cancellation) =>
        _listing.Get(age).WaitAsync(cancellation);

    private static async Task<FrozenDictionary<string, StoredKey>> Ask(IClusterClient cluster) =>
        (await GrainCall.Answer(() => cluster.GetGrain<IKeysGrain>(0).All(), CancellationToken.None)).ToFrozenDictionary(key => key.Id);
}
