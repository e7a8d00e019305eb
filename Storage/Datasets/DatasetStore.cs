using System.Collections.Immutable;
using Paretune.Storage.Files;
using Paretune.Storage.Imports;

namespace Paretune.Storage.Datasets;

/// <summary>
/// The built-in dataset <c>shapes</c> and the imported datasets. Those are in <c>datasets</c> below <paramref name="home"/>, or in a
/// bucket, in which case this machine keeps copies in <c>dataset-copies</c>.
/// </summary>
/// <param name="home">The home folder (PARETUNE_HOME).</param>
/// <param name="bucket">The bucket that stores the datasets of all processes; null to store them in the home folder.</param>
public sealed class DatasetStore(string home, Bucket? bucket = null) : IImageSource, IDisposable
{
    /// <summary>The name of the dataset that is drawn by code.</summary>
    public const string BuiltIn = DatasetName.Shapes;

    private readonly string _root = RootOf(home, bucket);
    private readonly DatasetCopies? _copies = bucket is null ? null : new(new(bucket), RootOf(home, bucket));

    /// <summary>The archives that <see cref="Fetch"/> can download. Default: the official ones.</summary>
    public ImmutableDictionary<string, RemoteArchive> Archives { get; init; } = RemoteArchive.Official;

    /// <summary>The client that <see cref="Fetch"/> downloads with.</summary>
    public HttpClient Http { get; init; } = new();

    /// <summary>Returns what is wrong with the name for a new dataset; null if nothing is.</summary>
    public static ValidationError? CheckName(string name) => DatasetName.Check(name);

    /// <summary>Lists the bucket, if there is one, so that the next answers of this store are current.</summary>
    /// <exception cref="FileStoreException">The bucket does not answer, or denies access.</exception>
    public Task Refresh(CancellationToken cancellation) => _copies?.Refresh(cancellation) ?? Task.CompletedTask;

    /// <summary>Lists all datasets that can be trained on, by name, as of the last <see cref="Refresh"/>.</summary>
    public IReadOnlyList<Dataset> List() =>
        [.. Names().Select(Find).OfType<Dataset>().OrderBy(dataset => dataset.Name, StringComparer.Ordinal)];

    /// <summary>Returns the dataset of that name as of the last <see cref="Refresh"/>; null if there is none.</summary>
    public Dataset? Find(string name) => name == DatasetName.Shapes ? Shapes.Dataset : Header(name)?.Dataset;

    /// <summary>Returns the account of a dataset's import; null if there is no such dataset or an earlier version imported it.</summary>
    public ImportAccount? Account(string name) => Header(name)?.Account;

    /// <inheritdoc/>
    /// <exception cref="FileStoreException">The bucket does not answer, or denies access.</exception>
    /// <exception cref="InvalidDataException">The dataset's files in the bucket were changed.</exception>
    public async Task<Dataset?> Prepare(string dataset, string? content, CancellationToken cancellation) =>
        dataset == DatasetName.Shapes ? Shapes.Dataset
        : _copies is null ? Find(dataset)
        : await _copies.Get(dataset, content, cancellation);

    /// <inheritdoc/>
    /// <exception cref="KeyNotFoundException">No dataset has this name; the message lists the known ones.</exception>
    public string Identity(string dataset) => dataset == DatasetName.Shapes ? DatasetName.Shapes : DatasetCache.Identity(Known(dataset));

    /// <summary>Reads all images of a dataset; takes about 0.2 s for CIFAR-10's 184 MB.</summary>
    /// <exception cref="KeyNotFoundException">No dataset has this name; the message lists the known ones.</exception>
    /// <exception cref="InvalidDataException">The dataset's files were truncated or changed since the import.</exception>
    public ImageData Open(string dataset)
    {
        if (dataset == DatasetName.Shapes)
            return Shapes.Draw();
        try
        {
            return DatasetCache.Read(Folder(dataset), Known(dataset));
        }
        catch (InvalidDataException)
        {
            // The next attempt copies the dataset again.
            _copies?.Forget(dataset);
            throw;
        }
    }

    /// <summary>
    /// Returns access to single images of a dataset as of the last <see cref="Refresh"/>; null if no dataset has this name.
    /// </summary>
    internal IImageRows? Rows(string name)
    {
        if (name == DatasetName.Shapes)
            return new ShapesRows();
        if (Header(name) is not { } header)
            return null;
        return _copies is null
            ? new CachedRows(header, (file, from, length, _) => DatasetCache.ReadPart(Folder(name), header, file, from, length))
            : new CachedRows(header, (file, from, length, cancellation) => _copies.Bucket.Read(name, file, from, length, cancellation));
    }

    /// <summary>Checks an archive or a folder and imports it as <paramref name="name"/>, completely or not at all.</summary>
    /// <remarks>Importing the same source under the same name again changes nothing and returns the existing dataset.</remarks>
    /// <param name="path">CIFAR-10's binary version, Tiny ImageNet's layout, or one folder of images per class; packed or not.</param>
    /// <param name="choices">The options of the import; null for the defaults.</param>
    public Task<ImportResult> Import(
        string name, string path, ImportChoices? choices = null, IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default) => Task.Run(
        () => Import(name, path, new ImportRun(new ErrorList(), progress, cancellationToken) { Choices = choices ?? new() }),
        cancellationToken);

    /// <summary>
    /// Downloads a known dataset from its official address, checks it and imports it; resumes an interrupted download.
    /// </summary>
    public async Task<ImportResult> Fetch(
        string name, IProgress<DataProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (!Archives.TryGetValue(name, out var archive))
            return Refused(
                "name", $"must be one of {string.Join(", ", Archives.Keys.Order())}, but is \"{name}\"; download other datasets yourself, "
                + "then run paretune data import");
        await Refresh(cancellationToken);
        if (Header(name) is { } present && IsWhole(present))
            return new(present.Dataset, []);

        var run = new ImportRun(new ErrorList(), progress, cancellationToken);
        var download = new Download(Http, archive, Path.Combine(_root, ".downloads"));
        return await Guarded(name, async () =>
        {
            await download.Run(run);
            if (run.Errors.Count > 0)
                return new(null, run.Errors.Listed(name));
            var result = await Import(name, download.Target, null, progress, cancellationToken);
            if (result.Dataset is not null)
                File.Delete(download.Target);
            return result;
        });
    }

    private async Task<ImportResult> Import(string name, string path, ImportRun run)
    {
        if (DatasetName.Check(name) is { } wrong)
            return new(null, [wrong]);
        if (!File.Exists(path) && !Directory.Exists(path))
            return Refused("path", $"must be an archive or a folder on the server's machine, but \"{path}\" does not exist");

        return await Guarded(path, async () =>
        {
            run.Step("reading the source", 0, 0);
            var source = await SourceDigest.Compute(path, run.Cancel) + run.Choices.Identity;
            using var work = WorkFolder.Claim(_root, name);
            await Refresh(run.Cancel);
            return Header(name) is { } present && IsWhole(present)
                ? await Again(present, path, source, run.Choices, work)
                : await TakeOver(name, path, source, work, run);
        });
    }

    /// <summary>Removes what killed imports and deletions left behind, unless another process is already doing so.</summary>
    public void Sweep() => WorkFolder.Sweep(_root);

    /// <summary>Deletes an imported dataset permanently.</summary>
    /// <returns>The deleted dataset; null if no dataset has this name.</returns>
    /// <exception cref="IOException">The dataset is being imported, or cannot be deleted.</exception>
    public async Task<Dataset?> Delete(string name, CancellationToken cancellation)
    {
        await Refresh(cancellation);
        var header = Header(name);
        // Without a header, a bucket may still have files of an upload or deletion that did not end.
        if (header is null && (_copies is null || !DatasetName.IsValid(name)))
            return null;
        await new DatasetKeeping(_root, _copies?.Bucket).Delete(name, cancellation);
        await Refresh(cancellation);
        return header?.Dataset;
    }

    /// <summary>Renames an imported dataset.</summary>
    /// <param name="to">A valid name (<see cref="CheckName"/>) that no dataset has.</param>
    /// <returns>The renamed dataset; null if no dataset has the old name.</returns>
    /// <exception cref="IOException">One of the names is being imported, or the new one is taken.</exception>
    public async Task<Dataset?> Rename(string name, string to, CancellationToken cancellation)
    {
        await Refresh(cancellation);
        if (Header(name) is null)
            return null;
        await new DatasetKeeping(_root, _copies?.Bucket).Rename(name, to, cancellation);
        await Refresh(cancellation);
        return Find(to);
    }

    /// <summary>Changes the default augmentation of an imported dataset. Submitted searches keep theirs.</summary>
    /// <param name="augmentation">A valid augmentation (<see cref="ImportChoices.CheckAugmentation"/>).</param>
    /// <returns>The changed dataset; null if no dataset has this name.</returns>
    /// <exception cref="IOException">The dataset is being imported, or cannot be written.</exception>
    public async Task<Dataset?> Augment(string name, string augmentation, CancellationToken cancellation)
    {
        await Refresh(cancellation);
        if (Header(name) is null)
            return null;
        using var work = WorkFolder.Claim(_root, name);
        await Refresh(cancellation);
        return Header(name) is { } header ? await Augmented(header, augmentation, work, cancellation) : null;
    }

    /// <summary>Imports a dataset's kept originals again, with another image size and under another name.</summary>
    public async Task<ImportResult> Resize(
        string name, string to, int size, IProgress<DataProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await Refresh(cancellationToken);
        if (Header(name) is not { } header)
            return Refused("name", $"must be an imported dataset, but there is no \"{name}\"; see: paretune data list");
        if (header.Originals is not { } kept)
            return Refused(
                "name", $"{name} cannot be resized, because it was imported without its originals: {ImportAgain(name)}, "
                    + $"or train on fewer pixels than its {header.Dataset.Size} with a search's baseResolution");
        var choices = new ImportChoices(
            size, kept.NameEncoding is { } encoding ? ImportChoices.Known(encoding) : null, kept.Skip, header.Dataset.Augmentation)
        {
            LeaveFree = ImportChoices.Reserve,
        };
        if (_copies is null)
            return await Import(to, Path.Combine(Folder(name), kept.File), choices, progress, cancellationToken);
        return await Guarded(name, async () =>
        {
            using var work = await WorkFolder.Wait(_root, $"{name}.originals", TimeProvider.System, cancellationToken);
            var originals = Path.Combine(work.Path, kept.File);
            return await _copies.Bucket.Download(name, kept.File, originals, cancellationToken)
                ? await Import(to, originals, choices, progress, cancellationToken)
                : Refused("name", $"the originals of {name} must be in {bucket}, but are not: {ImportAgain(name)}");
        });
    }

    public void Dispose()
    {
        _copies?.Dispose();
        bucket?.Dispose();
    }

    private async Task<Dataset> Augmented(
        DatasetCache.Header header, string? augmentation, WorkFolder work, CancellationToken cancellation)
    {
        var changed = header with { Dataset = header.Dataset with { Augmentation = augmentation } };
        if (changed.Dataset.Augmentation == header.Dataset.Augmentation)
            return changed.Dataset;
        if (_copies is null)
            DatasetCache.Rewrite(Folder(changed.Dataset.Name), changed, work.Path);
        else
            await _copies.Bucket.PutHeader(changed, cancellation);
        await Refresh(cancellation);
        return changed.Dataset;
    }

    /// <summary>
    /// Reports a full or inaccessible disk as an error of the import, because users can fix it; errors of a bucket are thrown.
    /// </summary>
    private static async Task<ImportResult> Guarded(string field, Func<Task<ImportResult>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (e is IOException and not FileStoreException or UnauthorizedAccessException)
        {
            return Refused(
                field, $"the import could not read its source or write to its home: {e.Message} Nothing was imported.");
        }
    }

    private async Task<ImportResult> Again(
        DatasetCache.Header present, string path, string source, ImportChoices choices, WorkFolder work)
    {
        var name = present.Dataset.Name;
        if (present.Source != source)
            return Taken(name);
        // Originals of a folder are never kept.
        if (choices.KeepOriginals && present.Originals is null && File.Exists(path))
            return Refused(
                "keep", $"{name} was imported before without its originals, and they cannot be added to it: {ImportAgain(name)}");
        return new(await Augmented(present, choices.Augmentation ?? present.Dataset.Augmentation, work, CancellationToken.None), []);
    }

    private async Task<ImportResult> TakeOver(string name, string path, string source, WorkFolder work, ImportRun run)
    {
        if (Importer.Import(name, path, source, work.Path, run) is not { } dataset)
            return new(null, run.Errors.Listed(path));
        var folder = Path.Combine(work.Path, "cache");
        if (_copies is not null)
        {
            await Refresh(run.Cancel);
            // Another machine's import may have ended meanwhile.
            if (Header(name) is { } other)
                return await Again(other, path, source, run.Choices, work);
            if (new DirectoryInfo(folder).GetFiles().FirstOrDefault(file => file.Length > Bucket.MostBytes) is { } large)
                return Refused(
                    "path", $"each file of a dataset in a bucket must have at most {Bucket.MostBytes} bytes, but {large.Name} has "
                        + $"{large.Length}; import smaller images, or without --keep-originals");
            run.Step("uploading", 0, 0);
            await _copies.Bucket.Put(name, folder, run.Cancel);
            await Refresh(run.Cancel);
            // Another machine's import may have begun meanwhile.
            if (Header(name)?.Dataset.Content != dataset.Content)
                return Taken(name);
        }
        else
            DatasetKeeping.Replace(folder, Folder(name)); // replaces one that was truncated or changed

        return new(dataset, []);
    }

    private static ImportResult Taken(string name) => Refused(
        "name", $"the name must be new, but \"{name}\" holds other images, or the same imported with other options; choose another name, "
            + "or delete it first (paretune data delete)");

    private static string ImportAgain(string name) =>
        $"delete it first (paretune data delete {name}), then import it again with --keep-originals";

    private static ImportResult Refused(string field, string message) => new(null, [new(field, message)]);

    private IEnumerable<string> Names() =>
        [DatasetName.Shapes, .. _copies?.Known.Keys ?? (Directory.Exists(_root)
            ? new DirectoryInfo(_root).EnumerateDirectories().Select(folder => folder.Name) : [])];

    /// <summary>Returns the header of images that are on this machine.</summary>
    private DatasetCache.Header Known(string name) =>
        (_copies is null ? Header(name) : _copies.Here(name)) ?? throw new KeyNotFoundException(
            $"dataset must be one of {string.Join(", ", List().Select(one => one.Name))}, but is \"{name}\"");

    private DatasetCache.Header? Header(string name) =>
        _copies is not null ? _copies.Known.GetValueOrDefault(name)
        : DatasetName.IsValid(name) ? DatasetCache.ReadHeader(Folder(name)) : null;

    // A bucket lists only complete datasets.
    private bool IsWhole(DatasetCache.Header header) =>
        _copies is not null || DatasetCache.IsWhole(Folder(header.Dataset.Name), header);

    private string Folder(string name) => Path.Combine(_root, name);

    // Separate folders, because a copy is deleted when its original is.
    private static string RootOf(string home, Bucket? bucket) => Path.Combine(home, bucket is null ? "datasets" : "dataset-copies");
}
