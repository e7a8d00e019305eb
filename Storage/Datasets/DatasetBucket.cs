using System.Collections.Immutable;
using System.Text;
using Paretune.Storage.Files;

namespace Paretune.Storage.Datasets;

/// <summary>
/// Stores datasets in a bucket, at <c>datasets/NAME/FILE</c>, with the same files as in a local folder. A dataset exists if its header and
/// all image files that the header names do. The header is put last and deleted first.
/// </summary>
internal sealed class DatasetBucket(Bucket bucket)
{
    private const string Root = "datasets/";

    // A header is read again only if the listing shows another version.
    private ImmutableDictionary<string, (string Version, DatasetCache.Header? Header)> _read =
        ImmutableDictionary<string, (string, DatasetCache.Header?)>.Empty;

    /// <summary>
    /// Returns the header of every dataset, by name, with one listing and one request for each new header. Not thread-safe.
    /// </summary>
    /// <exception cref="FileStoreException">The bucket does not answer, or denies access.</exception>
    public async Task<ImmutableSortedDictionary<string, DatasetCache.Header>> List(CancellationToken cancellation)
    {
        var folders =
            from found in await bucket.List(Root, cancellation)
            let parts = found.Key.Split('/')
            where parts.Length == 3 && DatasetName.Check(parts[1]) is null
            group (File: parts[2], Object: found) by parts[1] into folder
            select (Name: folder.Key, Files: folder.ToDictionary(one => one.File, one => one.Object));
        var present = folders.Where(folder => folder.Files.ContainsKey(DatasetCache.HeaderFile)).ToList();
        var headers = await Task.WhenAll(
            present.Select(folder => Read(folder.Name, folder.Files[DatasetCache.HeaderFile].Version, cancellation)));
        var read = present.Zip(headers).ToList();
        _read = read.Where(one => one.Second is not null).ToImmutableDictionary(
            one => one.First.Name, one => (one.First.Files[DatasetCache.HeaderFile].Version, one.Second));
        return read.Where(one => one.Second is { } header && header.Splits().All(split =>
                one.First.Files.TryGetValue(split.File, out var file) && file.Length == split.Length))
            .ToImmutableSortedDictionary(one => one.First.Name, one => one.Second!, StringComparer.Ordinal);
    }

    /// <summary>Whether there is a header, of a whole dataset or not.</summary>
    public async Task<bool> Has(string name, CancellationToken cancellation) =>
        (await Files(name, headerFirst: true, cancellation)).Contains(DatasetCache.HeaderFile);

    /// <summary>Puts a dataset that lies in a folder.</summary>
    public async Task Put(string name, string folder, CancellationToken cancellation)
    {
        // Without the old header, nobody takes new files for the old dataset's.
        await bucket.Delete(KeyOf(name, DatasetCache.HeaderFile), cancellation);
        foreach (var path in Directory.GetFiles(folder).OrderBy(path => Path.GetFileName(path) == DatasetCache.HeaderFile))
        {
            await using var file = File.OpenRead(path);
            await bucket.Put(KeyOf(name, Path.GetFileName(path)), file, cancellation);
        }
    }

    /// <summary>Replaces the header of a dataset atomically.</summary>
    public async Task PutHeader(DatasetCache.Header header, CancellationToken cancellation)
    {
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(DatasetCache.Format(header)));
        await bucket.Put(KeyOf(header.Dataset.Name, DatasetCache.HeaderFile), text, cancellation);
    }

    /// <summary>Downloads a file of a dataset to a path. Returns false if there is none.</summary>
    public Task<bool> Download(string name, string file, string path, CancellationToken cancellation) =>
        bucket.Download(KeyOf(name, file), path, cancellation);

    /// <inheritdoc cref="CachedRows.Part"/>
    /// <exception cref="InvalidDataException">The file does not exist.</exception>
    public async Task<byte[]> Read(string name, string file, long from, int length, CancellationToken cancellation) =>
        await bucket.Read(KeyOf(name, file), from, length, cancellation)
            ?? throw new InvalidDataException($"{KeyOf(name, file)} must be in {bucket}, but is not; import the dataset again");

    /// <summary>Deletes a dataset with all its files.</summary>
    public async Task Delete(string name, CancellationToken cancellation)
    {
        foreach (var file in await Files(name, headerFirst: true, cancellation))
            await bucket.Delete(KeyOf(name, file), cancellation);
    }

    /// <summary>Copies a dataset to another name, then deletes the original.</summary>
    public async Task Rename(string name, string to, CancellationToken cancellation)
    {
        foreach (var file in await Files(name, headerFirst: false, cancellation))
            await bucket.Copy(KeyOf(name, file), KeyOf(to, file), cancellation);
        await Delete(name, cancellation);
    }

    public override string ToString() => bucket.ToString();

    private async Task<IEnumerable<string>> Files(string name, bool headerFirst, CancellationToken cancellation) =>
        (await bucket.List($"{Root}{name}/", cancellation)).Select(one => one.Key.Split('/')[^1])
            .OrderBy(file => file == DatasetCache.HeaderFile != headerFirst);

    private async Task<DatasetCache.Header?> Read(string name, string version, CancellationToken cancellation)
    {
        if (_read.TryGetValue(name, out var before) && before.Version == version)
            return before.Header;
        if (await bucket.Open(KeyOf(name, DatasetCache.HeaderFile), cancellation) is not { } file)
            return null;
        using var text = new StreamReader(file);
        return DatasetCache.Parse(await text.ReadToEndAsync(cancellation), name);
    }

    private static string KeyOf(string name, string file) => $"{Root}{name}/{file}";
}
