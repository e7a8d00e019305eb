namespace Paretune.Storage.Files;

/// <summary>
/// Where checkpoints and models lie. Kept in a place that every node reaches, any node can go on with, test or serve any trial.
/// </summary>
public interface IFileStore
{
    /// <summary>Writes a file whole or not at all; until then what was there before stays.</summary>
    /// <param name="content">Called on the caller's thread before anything is awaited, because torch's state belongs to a thread.</param>
    /// <exception cref="IOException">The file cannot be written; <see cref="StoreFaultException"/> says whether that may pass.</exception>
    Task Write(TrialFile file, Action<Stream> content, CancellationToken cancellation);

    /// <summary>The file from its start, seekable; null when there is none. The caller disposes it.</summary>
    /// <exception cref="IOException">The file cannot be read. So too below.</exception>
    Task<Stream?> Open(TrialFile file, CancellationToken cancellation);

    /// <summary>Every file of a trial, or of all trials, in no order.</summary>
    Task<IReadOnlyList<TrialFile>> List(TrialId? trial, CancellationToken cancellation);

    /// <summary>Deletes a file; one that is not there is no fault.</summary>
    Task Delete(TrialFile file, CancellationToken cancellation);
}
