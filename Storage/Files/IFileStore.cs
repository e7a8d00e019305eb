namespace Paretune.Storage.Files;

/// <summary>
/// The store of checkpoints and models. If every node can reach it, any node can resume, test or serve any trial.
/// </summary>
public interface IFileStore
{
    /// <summary>Writes a file whole or not at all; until then what was there before stays.</summary>
    /// <param name="content">Called on the caller's thread before anything is awaited, because torch's state belongs to a thread.</param>
    /// <exception cref="IOException">The file cannot be written; <see cref="FileStoreException"/> says whether that may pass.</exception>
    Task Write(TrialFile file, Action<Stream> content, CancellationToken cancellation);

    /// <summary>The file from its start, seekable; null when there is none. The caller disposes it.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    Task<Stream?> Open(TrialFile file, CancellationToken cancellation);

    /// <summary>Every file of a trial, or of all trials, in no order.</summary>
    Task<IReadOnlyList<TrialFile>> List(TrialId? trial, CancellationToken cancellation);

    /// <summary>Deletes a file if it exists.</summary>
    Task Delete(TrialFile file, CancellationToken cancellation);
}
