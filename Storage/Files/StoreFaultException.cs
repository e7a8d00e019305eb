namespace Paretune.Storage.Files;

/// <summary>The place of checkpoints and models does not do its work; the message names it and says what to do.</summary>
/// <param name="mayPass">Whether to try again is right: the place is away, not wrong.</param>
public sealed class StoreFaultException(string message, bool mayPass, Exception? cause = null) : IOException(message, cause)
{
    public bool MayPass { get; } = mayPass;
}
