using System.Collections.Frozen;
using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Access;

/// <summary>
/// The keys in force, as a list of a few seconds' age: a request costs no question to the database, and a revoked key works for ten seconds
/// at most on every node.
/// </summary>
internal sealed class KnownKeys(IClusterClient cluster, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan _age = TimeSpan.FromSeconds(10);

    // For a key that was made a moment ago on another node; not less, so that made-up keys cannot wear the database down.
    private static readonly TimeSpan _ageForUnknown = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _asking = new(1);
    private volatile Listing? _listing;

    /// <summary>The key that was sent, or null when it is not known or was revoked.</summary>
    /// <exception cref="Refusal">503: the cluster does not answer. Old keys are not trusted then.</exception>
    public async Task<StoredKey?> Find(ApiKey key, CancellationToken cancellation) =>
        Find(key, await Listed(_age, cancellation)) ?? Find(key, await Listed(_ageForUnknown, cancellation));

    public async Task<bool> Any(CancellationToken cancellation) => (await Listed(_age, cancellation)).ById.Count > 0;

    /// <summary>The keys have changed: the next request reads them anew.</summary>
    // In turn with the readers, so that a list read before the change is not put in place after it.
    public async Task Forget()
    {
        await _asking.WaitAsync();
        _listing = null;
        _asking.Release();
    }

    public void Dispose() => _asking.Dispose();

    private static StoredKey? Find(ApiKey key, Listing listing) =>
        listing.ById.GetValueOrDefault(key.Id) is { } stored && key.Matches(stored.Hash) ? stored : null;

    private async Task<Listing> Listed(TimeSpan age, CancellationToken cancellation)
    {
        if (Fresh(age) is { } known)
            return known;
        await _asking.WaitAsync(cancellation);
        try
        {
            return Fresh(age) ?? (_listing = await Ask(cancellation));
        }
        finally
        {
            _asking.Release();
        }
    }

    private Listing? Fresh(TimeSpan age) => _listing is { } listing && clock.GetElapsedTime(listing.At) < age ? listing : null;

    private async Task<Listing> Ask(CancellationToken cancellation)
    {
        // Its age counts from the question: what changes meanwhile may be missing.
        var at = clock.GetTimestamp();
        var keys = await GrainCall.Answer(() => cluster.GetGrain<IKeysGrain>(0).All(), cancellation);
        return new(keys.ToFrozenDictionary(key => key.Id), at);
    }

    private sealed record Listing(FrozenDictionary<string, StoredKey> ById, long At);
}
