using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Paretune.Storage.Files;

/// <summary>
/// Stores objects in an S3-compatible bucket, by key below its prefix. Each is put in one request, so that it exists completely or not at
/// all; the SDK repeats the request after a transient error.
/// </summary>
/// <param name="scratch">A local folder for objects in transfer.</param>
public sealed class Bucket(BucketPlace place, BucketUse use, string scratch) : IDisposable
{
    /// <summary>The most bytes that one request may put.</summary>
    public const long MostBytes = 5L << 30;

    // Longer than the SDK's own retries, so that a start does not hang silently.
    private static readonly TimeSpan CheckWithin = TimeSpan.FromSeconds(30);

    // The SDK does not retry when the connection breaks while an object is read.
    private const int Attempts = 3;

    private readonly AmazonS3Client _s3 = place.Connect();

    /// <summary>Checks access by putting, listing and deleting a probe.</summary>
    /// <exception cref="FileStoreException">The bucket does not exist, denies access or cannot be reached.</exception>
    public async Task Check(CancellationToken cancellation)
    {
        var probe = $"writable-{Guid.NewGuid():N}";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(CheckWithin);
        try
        {
            await Put(probe, Stream.Null, limit.Token);
            await List(probe, limit.Token);
            await Delete(probe, limit.Token);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new FileStoreException(
                $"the bucket for {use.Contents} must answer within {CheckWithin.TotalSeconds:0} s, but {place} did not. "
                + "Check the network and Paretune:S3:Endpoint", mayPass: true, late);
        }
    }

    /// <summary>Puts the rest of a stream.</summary>
    public Task Put(string key, Stream content, CancellationToken cancellation) => Ask(
        idle => _s3.PutObjectAsync(
            new()
            {
                BucketName = place.Bucket,
                Key = place.Prefix + key,
                InputStream = idle.Watch(content),
                AutoCloseStream = false,
                UseChunkEncoding = false,
            },
            idle.Token),
        cancellation);

    /// <summary>Returns an object as a scratch file, from its start; null if it does not exist. The caller disposes it.</summary>
    public async Task<Stream?> Open(string key, CancellationToken cancellation) =>
        await Ask(idle => Fetch(place.Prefix + key, () => ScratchFile.Create(scratch), idle), cancellation);

    /// <summary>Writes an object to a local file. Returns false if it does not exist.</summary>
    public async Task<bool> Download(string key, string path, CancellationToken cancellation)
    {
        await using var local = await Ask(
            idle => Fetch(place.Prefix + key, () => new(path, FileMode.Create, FileAccess.ReadWrite), idle), cancellation);
        return local is not null;
    }

    /// <summary>Returns part of an object; null if it does not exist.</summary>
    /// <param name="length">The number of bytes, at least 1.</param>
    /// <exception cref="FileStoreException">The bucket fails, or the object is shorter.</exception>
    public Task<byte[]?> Read(string key, long from, int length, CancellationToken cancellation) => Ask(
        idle => RepeatReads<byte[]?>(async () =>
        {
            var range = new ByteRange(from, from + length - 1);
            try
            {
                using var found = await _s3.GetObjectAsync(
                    new GetObjectRequest { BucketName = place.Bucket, Key = place.Prefix + key, ByteRange = range }, idle.Token);
                if (found.HttpStatusCode != HttpStatusCode.PartialContent)
                    throw new FileStoreException(
                        $"the bucket for {use.Contents} must answer requests for a part of an object, but {place} sends all of it",
                        mayPass: false);
                var bytes = new byte[length];
                await idle.Watch(found.ResponseStream).ReadExactlyAsync(bytes, idle.Token);
                return bytes;
            }
            catch (AmazonS3Exception absent) when (absent.ErrorCode == "NoSuchKey")
            {
                return null;
            }
        }),
        cancellation);

    /// <summary>Lists every object whose key begins with the prefix.</summary>
    public async Task<IReadOnlyList<StoredObject>> List(string prefix, CancellationToken cancellation)
    {
        var found = new List<StoredObject>();
        var request = new ListObjectsV2Request { BucketName = place.Bucket, Prefix = place.Prefix + prefix };
        while (true)
        {
            var page = await Ask(idle => _s3.ListObjectsV2Async(request, idle.Token), cancellation);
            found.AddRange(
                (page.S3Objects ?? []).Select(one => new StoredObject(one.Key[place.Prefix.Length..], one.Size ?? 0, one.ETag)));
            if (page.IsTruncated != true)
                return found;
            request.ContinuationToken = page.NextContinuationToken;
        }
    }

    /// <summary>Copies an object within the bucket, through this machine: not all S3-compatible servers can copy.</summary>
    public async Task Copy(string key, string to, CancellationToken cancellation)
    {
        if (await Open(key, cancellation) is not { } content)
            return;
        await using (content)
            await Put(to, content, cancellation);
    }

    /// <summary>Deletes an object if it exists.</summary>
    public Task Delete(string key, CancellationToken cancellation) =>
        Ask(idle => _s3.DeleteObjectAsync(place.Bucket, place.Prefix + key, idle.Token), cancellation);

    public override string ToString() => place.ToString();

    public void Dispose() => _s3.Dispose();

    internal StorageFullException Full(Exception cause) =>
        new($"this machine has no space for a file in transfer to or from {place}: {cause.Message}. Free some space", cause);

    private Task<FileStream?> Fetch(string key, Func<FileStream> create, IdleTimeout idle) => RepeatReads<FileStream?>(async () =>
    {
        var local = Local(key, create);
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
            throw;
        }
    });

    private static async Task<T> RepeatReads<T>(Func<Task<T>> read)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await read();
            }
            catch (IOException broken) when (
                attempt < Attempts && broken is not FileStoreException && !StorageFullException.Is(broken))
            {
                // The connection broke; the next request reads from the start.
            }
        }
    }

    private static FileStream Local(string key, Func<FileStream> create)
    {
        try
        {
            return create();
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException && !StorageFullException.Is(refused))
        {
            throw new FileStoreException(
                $"this machine must be able to write {key} to its disk, but cannot: {refused.Message}", mayPass: false, refused);
        }
    }

    private async Task<T> Ask<T>(Func<IdleTimeout, Task<T>> request, CancellationToken cancellation)
    {
        using var idle = new IdleTimeout(place.IdleTimeout, cancellation);
        try
        {
            return await request(idle);
        }
        catch (FileStoreException)
        {
            throw;
        }
        catch (Exception full) when (StorageFullException.Is(full))
        {
            throw Full(full);
        }
        catch (OperationCanceledException) when (idle.HasElapsed)
        {
            throw BucketErrors.Create(
                new TimeoutException($"no data was transferred for {place.IdleTimeout.TotalSeconds:0} s."), place, use);
        }
        catch (Exception problem) when (!cancellation.IsCancellationRequested)
        {
            throw BucketErrors.Create(problem, place, use);
        }
    }
}

/// <summary>An object as listed by a bucket.</summary>
/// <param name="Key">The key below the prefix of the bucket's place.</param>
/// <param name="Version">Differs if the content does.</param>
public readonly record struct StoredObject(string Key, long Length, string Version);
