namespace Paretune.Storage.Files;

/// <summary>Stores checkpoints and models. If every node can reach the store, any node can resume, test or serve any trial.</summary>
public interface IFileStore
{
    /// <summary>Writes a file atomically: until it is complete, a previous one remains.</summary>
    /// <param name="content">Called on the caller's thread before anything is awaited, because torch's state belongs to a thread.</param>
    /// <exception cref="IOException">The file cannot be written; a <see cref="FileStoreException"/> says whether a retry may
    /// help.</exception>
    Task Write(TrialFile file, Action<Stream> content, CancellationToken cancellation);

    /// <summary>Returns a seekable stream at the file's start; null if there is no file. The caller disposes it.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    Task<Stream?> Open(TrialFile file, CancellationToken cancellation);

    /// <summary>Lists the files of a trial, or of all trials, in any order.</summary>
    Task<IReadOnlyList<TrialFile>> List(TrialId? trial, CancellationToken cancellation);

    /// <summary>Deletes a file if it exists.</summary>
    Task Delete(TrialFile file, CancellationToken cancellation);

    /// <summary>Deletes the empty folders of a search that was deleted, in stores that have folders.</summary>
    Task DeleteFolders(SearchId search, CancellationToken cancellation);
}
