using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Paretune.Grains.Keys;

/// <summary>
/// The key store for processes without their own database. It has no state, so each silo may have its own.
/// </summary>
[StatelessWorker]
internal sealed class KeysGrain(IKeyStore keys) : Grain, IKeysGrain
{
    public async Task<ImmutableArray<StoredKey>> All() => [.. await keys.All(CancellationToken.None)];

    public Task<bool> Add(StoredKey key) => keys.Add(key, CancellationToken.None);

    public Task<StoredKey?> Remove(string name) => keys.Remove(name, CancellationToken.None);
}
