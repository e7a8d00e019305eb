namespace Paretune.Storage.Files;

/// <summary>The store of checkpoints and models does not work. The message names the store and says what to do.</summary>
/// <param name="mayPass">Whether a retry may help, because the store is unreachable rather than misconfigured.</param>
public sealed class FileStoreException(string message, bool mayPass, Exception? cause = null) : IOException(message, cause)
{
    public bool MayPass { get; } = mayPass;
}
