namespace Paretune.Grains.Keys;

/// <summary>Stores the API's keys beside the ledger. Names are unique.</summary>
public interface IKeyStore
{
    /// <summary>Every key, by name.</summary>
    Task<IReadOnlyList<StoredKey>> All(CancellationToken cancellation);

    /// <summary>Stores a key durably. Returns false and changes nothing if its name or id is in use.</summary>
    Task<bool> Add(StoredKey key, CancellationToken cancellation);

    /// <summary>Removes the key of that name and returns it; null if there is none.</summary>
    Task<StoredKey?> Remove(string name, CancellationToken cancellation);
}
