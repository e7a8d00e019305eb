using Amazon.S3;
using Amazon.S3.Model;

namespace Paretune.Storage.Files;

/// <summary>
/// Files in an S3-compatible bucket, so that every node can read them. A put is atomic. Each file is put in one request from a scratch
/// file, which the SDK sends again after a transient error.
/// </summary>
/// <param name="scratch">A folder of this machine with room for the largest file.</param>
public sealed class BucketStore(BucketPlace place, string scratch) : IFileStore, IDisposable
{
    // The SDK does not retry a connection that breaks while an object is read.
    private const int Fetches = 3;

    private readonly AmazonS3Client _s3 = place.Connect();

    /// <summary>Puts, lists and deletes a probe, as training will.</summary>
    /// <exception cref="StoreFaultException">The bucket is not there, not open to this process or not reachable.</exception>
    public async Task Check(CancellationToken cancellation)
    {
        var probe = $"{place.Prefix}writable-{Guid.NewGuid():N}";
        var put = new PutObjectRequest { BucketName = place.Bucket, Key = probe, ContentBody = "", UseChunkEncoding = false };
        await Ask(idle => _s3.PutObjectAsync(put, idle.Token), cancellation);
        await Ask(idle => _s3.ListObjectsV2Async(new() { BucketName = place.Bucket, Prefix = probe }, idle.Token), cancellation);
        await Ask(idle => _s3.DeleteObjectAsync(place.Bucket, probe, idle.Token), cancellation);
    }

    public async Task Write(TrialFile file, Action<Stream> content, CancellationToken cancellation)
    {
        await using var local = Filled(content);
        await Ask(
            idle => _s3.PutObjectAsync(
                new()
                {
                    BucketName = place.Bucket,
                    Key = KeyOf(file),
                    InputStream = idle.Watch(local),
                    AutoCloseStream = false,
                    UseChunkEncoding = false,
                },
                idle.Token),
            cancellation);
    }

    public Task<Stream?> Open(TrialFile file, CancellationToken cancellation) => Ask(idle => Fetch(KeyOf(file), idle), cancellation);

    public async Task<IReadOnlyList<TrialFile>> List(TrialId? trial, CancellationToken cancellation)
    {
        var files = new List<TrialFile>();
        var request = new ListObjectsV2Request
        {
            BucketName = place.Bucket,
            Prefix = place.Prefix + (trial is { } one ? TrialFile.FolderOf(one) : TrialFile.Root),
        };
        while (true)
        {
            var page = await Ask(idle => _s3.ListObjectsV2Async(request, idle.Token), cancellation);
            files.AddRange((page.S3Objects ?? []).Select(found => TrialFile.Parse(found.Key[place.Prefix.Length..])).OfType<TrialFile>());
            if (page.IsTruncated != true)
                return files;
            request.ContinuationToken = page.NextContinuationToken;
        }
    }

    public Task Delete(TrialFile file, CancellationToken cancellation) =>
        Ask(idle => _s3.DeleteObjectAsync(place.Bucket, KeyOf(file), idle.Token), cancellation);

    public void Dispose() => _s3.Dispose();

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
                throw Full(problem);
            throw;
        }
    }

    private string KeyOf(TrialFile file) => place.Prefix + file.Path;

    private async Task<Stream?> Fetch(string key, IdleTimeout idle)
    {
        for (var fetch = 1; ; fetch++)
        {
            var local = ScratchFile.Create(scratch);
            try
            {
                using var found = await _s3.GetObjectAsync(place.Bucket, key, idle.Token);
                await idle.Watch(found.ResponseStream).CopyToAsync(local, idle.Token);
                if (local.Length != found.ContentLength)
                    throw new EndOfStreamException($"{key} has {found.ContentLength} bytes, but only {local.Length} were received.");
                local.Position = 0;
                return local;
            }
            catch (Exception failure)
            {
                await local.DisposeAsync();
                if (failure is AmazonS3Exception { ErrorCode: "NoSuchKey" })
                    return null;
                if (failure is not IOException || StorageFullException.Is(failure) || fetch == Fetches)
                    throw;
            }
        }
    }

    private async Task<T> Ask<T>(Func<IdleTimeout, Task<T>> request, CancellationToken cancellation)
    {
        using var idle = new IdleTimeout(place.IdleTimeout, cancellation);
        try
        {
            return await request(idle);
        }
        catch (Exception full) when (StorageFullException.Is(full))
        {
            throw Full(full);
        }
        catch (OperationCanceledException) when (idle.HasElapsed)
        {
            throw BucketFault.Create(new TimeoutException($"no data was transferred for {place.IdleTimeout.TotalSeconds:0} s."), place);
        }
        catch (Exception problem) when (!cancellation.IsCancellationRequested)
        {
            throw BucketFault.Create(problem, place);
        }
    }

    private StorageFullException Full(Exception cause) =>
        new($"{scratch} has no space for a file in transfer to or from {place}: {cause.Message}. Free some space", cause);
}
