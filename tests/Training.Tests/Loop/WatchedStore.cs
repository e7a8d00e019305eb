using Paretune.Storage.Files;

namespace Paretune.Training.Tests.Loop;

/// <summary>A folder store that calls an action before each write; if the action throws, nothing is written.</summary>
internal sealed class WatchedStore(string folder, Action<TrialFile> writing) : IFileStore
{
    private readonly FolderStore _files = new(folder);

    public Task Write(TrialFile file, Action<Stream> content, CancellationToken cancellation)
    {
        writing(file);
        return _files.Write(file, content, cancellation);
    }

    public Task<Stream?> Open(TrialFile file, CancellationToken cancellation) => _files.Open(file, cancellation);

    public Task<IReadOnlyList<TrialFile>> List(TrialId? trial, CancellationToken cancellation) => _files.List(trial, cancellation);

    public Task Delete(TrialFile file, CancellationToken cancellation) => _files.Delete(file, cancellation);

    public Task DeleteFolders(SearchId search, CancellationToken cancellation) => _files.DeleteFolders(search, cancellation);
}
