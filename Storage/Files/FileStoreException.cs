namespace Paretune.Storage.Files;

/// <summary>The store of checkpoints and models, or of datasets, does not work; the message names it and says what to do.</summary>
/// <param name="mayPass">Whether a retry makes sense because the store is unreachable rather than misconfigured.</param>
public sealed class FileStoreException(string message, bool mayPass, Exception? cause = null) : IOException(message, cause)
{
    public bool MayPass { get; } = mayPass;
}
