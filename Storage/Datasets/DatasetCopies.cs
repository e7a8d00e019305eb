using System.Collections.Immutable;
using System.Security.Cryptography;
using Paretune.Storage.Files;
using Paretune.Storage.Imports;

namespace Paretune.Storage.Datasets;

/// <summary>
/// Knows the datasets of a bucket as of the last refresh, and keeps copies of some of them on this machine. A copy is a folder like that of
/// an imported dataset, shared by all processes with the same home.
/// </summary>
/// <param name="root">The folder that contains the copies.</param>
internal sealed class DatasetCopies(DatasetBucket bucket, string root) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private long _asked, _answered;
    private FileStoreException? _failure;
    private bool _isSwept;

    public DatasetBucket Bucket => bucket;

    /// <summary>The datasets' headers, as of the last refresh.</summary>
    public ImmutableSortedDictionary<string, DatasetCache.Header> Known { get; private set; } =
        ImmutableSortedDictionary<string, DatasetCache.Header>.Empty;

    /// <summary>
    /// Lists the bucket, and deletes copies of datasets that no longer exist. Concurrent callers that wait share one listing.
    /// </summary>
    /// <exception cref="FileStoreException">The bucket does not answer, or denies access.</exception>
    public async Task Refresh(CancellationToken cancellation)
    {
        var call = Interlocked.Increment(ref _asked);
        await _gate.WaitAsync(cancellation);
        try
        {
            // Only a listing that began after this call shows the state at the call.
            if (_answered < call)
                await ReadListing(cancellation);
            else if (_failure is not null)
                throw new FileStoreException(_failure.Message, _failure.MayPass, _failure);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Returns the header of a copy on this machine; null if there is none or it was truncated.</summary>
    public DatasetCache.Header? Here(string name) => DatasetName.IsValid(name)
        && DatasetCache.ReadHeader(Folder(name)) is { } header
        && header.Splits().All(split => new FileInfo(Path.Combine(Folder(name), split.File)) is { Exists: true } file
            && file.Length == split.Length) ? header : null;

    /// <summary>Copies a dataset to this machine, unless a copy of the same images is already here.</summary>
    /// <param name="content">The images that are needed; null for the dataset's current ones.</param>
    /// <returns>The dataset, which is copied only if it has these images; null if no dataset has this name.</returns>
    /// <exception cref="FileStoreException">The bucket does not answer, or denies access.</exception>
    /// <exception cref="InvalidDataException">The dataset's files in the bucket were changed.</exception>
    public async Task<Dataset?> Get(string name, string? content, CancellationToken cancellation)
    {
        if (content is not null && Here(name) is { } here && here.Dataset.Content == content)
            return here.Dataset;
        var broken = "";
        while (true)
        {
            await Refresh(cancellation);
            if (!Known.TryGetValue(name, out var header))
                return null;
            var identity = DatasetCache.Identity(header);
            if ((content ?? header.Dataset.Content) != header.Dataset.Content || await Copy(header, cancellation))
                return header.Dataset;
            // If the files were replaced while they were copied, the header has changed too, and the copy is tried again.
            if (broken == identity)
                throw new InvalidDataException(
                    $"the files of dataset {name} in {bucket} must be as they were imported, but their SHA-256 differs; delete the dataset "
                    + "and import it again");
            broken = identity;
        }
    }

    /// <summary>Deletes a copy, so that it is copied again.</summary>
    public void Forget(string name)
    {
        using var work = WorkFolder.Claim(root, name);
        if (Directory.Exists(Folder(name)))
            Directory.Move(Folder(name), Path.Combine(work.Path, "deleted"));
    }

    public void Dispose() => _gate.Dispose();

    // A failure is shared too: a bucket that does not answer would otherwise keep each caller waiting after the one before.
    private async Task ReadListing(CancellationToken cancellation)
    {
        var upTo = Interlocked.Read(ref _asked);
        try
        {
            Known = await bucket.List(cancellation);
            (_failure, _answered) = (null, upTo);
        }
        catch (FileStoreException failure)
        {
            (_failure, _answered) = (failure, upTo);
            throw;
        }

        if (!_isSwept)
            WorkFolder.Sweep(root);
        _isSwept = true;
        Evict();
    }

    private async Task<bool> Copy(DatasetCache.Header header, CancellationToken cancellation)
    {
        var name = header.Dataset.Name;
        if (IsHere(header))
            return true;
        try
        {
            return await Fetched(header, cancellation);
        }
        catch (Exception local) when (local is UnauthorizedAccessException or IOException
            && local is not (FileStoreException or StorageFullException))
        {
            throw StorageFullException.Is(local)
                ? new StorageFullException($"{root} must have space for dataset {name}: {local.Message} Free some space", local)
                : new FileStoreException(
                    $"the folder {root} must be writable for the copy of dataset {name}, but is not: {local.Message}",
                    mayPass: false, local);
        }
    }

    private async Task<bool> Fetched(DatasetCache.Header header, CancellationToken cancellation)
    {
        var name = header.Dataset.Name;
        using var work = await WorkFolder.Wait(root, name, TimeProvider.System, cancellation);
        // Another device or process of this machine may have copied the dataset meanwhile.
        if (IsHere(header))
            return true;
        var folder = Directory.CreateDirectory(Path.Combine(work.Path, "copy")).FullName;
        foreach (var (file, _, digest) in header.Splits())
        {
            var path = Path.Combine(folder, file);
            if (!await bucket.Download(name, file, path, cancellation) || await Digest(path, cancellation) != digest)
                return false;
        }

        DatasetCache.Rewrite(folder, header, work.Path);
        DatasetKeeping.Replace(folder, Folder(name));
        return true;
    }

    private bool IsHere(DatasetCache.Header header) =>
        Here(header.Dataset.Name) is { } here && DatasetCache.Identity(here) == DatasetCache.Identity(header);

    private void Evict()
    {
        if (!Directory.Exists(root))
            return;
        foreach (var folder in new DirectoryInfo(root).GetDirectories().Where(folder => DatasetName.IsValid(folder.Name)
            && !Known.ContainsKey(folder.Name)))
        {
            try
            {
                Forget(folder.Name);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use, for example by an import that is just ending; the next refresh tries again.
            }
        }
    }

    private static async Task<string> Digest(string path, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
    }

    private string Folder(string name) => Path.Combine(root, name);
}
