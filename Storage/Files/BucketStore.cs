namespace Paretune.Storage.Files;

/// <summary>
/// Stores trials' files in an S3-compatible bucket, so that every node can read them. Puts are atomic. Each file is first written to a
/// scratch file.
/// </summary>
/// <param name="scratch">A local folder with room for the largest file.</param>
public sealed class BucketStore(BucketPlace place, string scratch) : IFileStore, IDisposable
{
    private readonly Bucket _bucket = new(place, BucketUse.Checkpoints, scratch);

    /// <inheritdoc cref="Bucket.Check"/>
    public Task Check(CancellationToken cancellation) => _bucket.Check(cancellation);

    public async Task Write(TrialFile file, Action<Stream> content, CancellationToken cancellation)
    {
        await using var local = Filled(content);
        await _bucket.Put(file.Path, local, cancellation);
    }

    public Task<Stream?> Open(TrialFile file, CancellationToken cancellation) => _bucket.Open(file.Path, cancellation);

    public async Task<IReadOnlyList<TrialFile>> List(TrialId? trial, CancellationToken cancellation)
    {
        var found = await _bucket.List(trial is { } one ? TrialFile.FolderOf(one) : TrialFile.Root, cancellation);
        return [.. found.Select(one => TrialFile.Parse(one.Key)).OfType<TrialFile>()];
    }

    public Task Delete(TrialFile file, CancellationToken cancellation) => _bucket.Delete(file.Path, cancellation);

    public Task DeleteFolders(SearchId search, CancellationToken cancellation) => Task.CompletedTask;

    public void Dispose() => _bucket.Dispose();

    private FileStream Filled(Action<Stream> content)
    {
        FileStream? local = null;
        try
        {
            local = ScratchFile.Create(scratch);
            content(local);
            local.Position = 0;
            return local;
        }
        catch (Exception problem)
        {
            local?.Dispose();
            if (StorageFullException.Is(problem))
                throw _bucket.Full(problem);
            throw;
        }
    }
}
