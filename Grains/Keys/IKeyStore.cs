namespace Paretune.Grains.Keys;

/// <summary>Where the keys to the API are kept, beside the ledger. Names are unique; what is removed is gone.</summary>
public interface IKeyStore
{
    /// <summary>Every key, by name.</summary>
    Task<IReadOnlyList<StoredKey>> All(CancellationToken cancellation);

    /// <summary>Keeps a key durably; false, and nothing changed, where its name or id is in use.</summary>
    Task<bool> Add(StoredKey key, CancellationToken cancellation);

    /// <summary>Removes the key of that name and answers it; null where there is none.</summary>
    Task<StoredKey?> Remove(string name, CancellationToken cancellation);
}
