using System.Collections.Immutable;
using Paretune.Storage.Imports;

namespace Paretune.Storage.Datasets;

/// <summary>
/// The datasets of one machine: the built-in <c>shapes</c>, and those imported into <c>datasets</c> below <paramref name="home"/>.
/// </summary>
/// <param name="home">The folder PARETUNE_HOME names.</param>
public sealed class DatasetStore(string home) : IImageSource
{
    /// <summary>The name of the dataset that is drawn by code.</summary>
    public const string BuiltIn = DatasetName.Shapes;

    private readonly string _root = Path.Combine(home, "datasets");

    /// <summary>What <see cref="Fetch"/> can download; by default the official archives.</summary>
    public ImmutableDictionary<string, RemoteArchive> Archives { get; init; } = RemoteArchive.Official;

    /// <summary>What <see cref="Fetch"/> downloads with.</summary>
    public HttpClient Http { get; init; } = new();

    /// <summary>What is wrong with the name for a new dataset, or null.</summary>
    public static Fault? CheckName(string name) => DatasetName.Check(name);

    /// <summary>All datasets that can be trained on, by name.</summary>
    public IReadOnlyList<Dataset> List() =>
        [.. Names().Select(Find).OfType<Dataset>().OrderBy(dataset => dataset.Name, StringComparer.Ordinal)];

    /// <summary>The dataset of that name, or null.</summary>
    public Dataset? Find(string name) => name == DatasetName.Shapes ? Shapes.Dataset : Header(name)?.Dataset;

    /// <summary>
    /// The account of that dataset's import; null if there is none or an earlier version imported it.
    /// </summary>
    public ImportAccount? Account(string name) => Header(name)?.Account;

    /// <inheritdoc/>
    /// <exception cref="KeyNotFoundException">No dataset has this name; the message lists those there are.</exception>
    public string Identity(string dataset) => dataset == DatasetName.Shapes ? DatasetName.Shapes : DatasetCache.Identity(Known(dataset));

    /// <summary>All images of a dataset; about 0.2 s for CIFAR-10's 184 MB.</summary>
    /// <exception cref="KeyNotFoundException">No dataset has this name; the message lists those there are.</exception>
    /// <exception cref="InvalidDataException">The dataset's files were cut short or altered since it was imported.</exception>
    public ImageData Open(string dataset) =>
        dataset == DatasetName.Shapes ? Shapes.Draw() : DatasetCache.Read(Folder(dataset), Known(dataset));

    /// <summary>Single images of a dataset, or null where none has this name.</summary>
    internal IImageRows? Rows(string name) =>
        name == DatasetName.Shapes ? new ShapesRows() : Header(name) is { } header ? new CachedRows(Folder(name), header) : null;

    /// <summary>Checks an archive or a folder and imports it as <paramref name="name"/>, completely or not at all.</summary>
    /// <remarks>Importing the same source under the same name again changes nothing and returns the existing dataset.</remarks>
    /// <param name="path">CIFAR-10's binary version, Tiny ImageNet's layout, or a folder of images a class; packed or not.</param>
    /// <param name="choices">Null for none.</param>
    public Task<ImportResult> Import(
        string name, string path, ImportChoices? choices = null, IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default) => Task.Run(
        () => Import(name, path, new ImportRun(new FaultList(), progress, cancellationToken) { Choices = choices ?? new() }),
        cancellationToken);

    /// <summary>
    /// Downloads a known dataset from its official address, checks it and imports it; resumes an interrupted download.
    /// 
    /// </summary>
    public async Task<ImportResult> Fetch(
        string name, IProgress<DataProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (!Archives.TryGetValue(name, out var archive))
            return Refused("name", $"a dataset to fetch must be one of {string.Join(", ", Archives.Keys.Order())}, but is \"{name}\"");
        if (Header(name) is { } present && DatasetCache.IsWhole(Folder(name), present))
            return new(present.Dataset, []);

        var run = new ImportRun(new FaultList(), progress, cancellationToken);
        var download = new Download(Http, archive, Path.Combine(_root, ".downloads"));
        return await Guarded(name, async () =>
        {
            await download.Run(run);
            if (run.Faults.Count > 0)
                return new(null, run.Faults.Listed(name));
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
            return Header(name) is { } present && DatasetCache.IsWhole(Folder(name), present)
                ? Again(present, source, run.Choices, work)
                : TakeOver(name, path, source, work, run);
        });
    }

    /// <summary>Removes what killed imports and deletions left behind, unless another process is doing so.</summary>
    public void Sweep() => WorkFolder.Sweep(_root);

    /// <summary>Removes an imported dataset for good.</summary>
    /// <returns>It as it was; null where none has this name.</returns>
    /// <exception cref="IOException">It is being imported, or cannot be removed.</exception>
    public Dataset? Delete(string name)
    {
        if (Header(name) is not { } header)
            return null;
        new DatasetKeeping(_root).Delete(name);
        return header.Dataset;
    }

    /// <summary>Gives an imported dataset another name.</summary>
    /// <param name="to">A valid name (<see cref="CheckName"/>) that no dataset has.</param>
    /// <returns>It with its new name; null where none has the old one.</returns>
    /// <exception cref="IOException">One of the names is being imported, or taken.</exception>
    public Dataset? Rename(string name, string to)
    {
        if (Header(name) is null)
            return null;
        new DatasetKeeping(_root).Rename(name, to);
        return Find(to);
    }

    /// <summary>Gives an imported dataset another default augmentation. Searches that were submitted keep theirs.</summary>
    /// <param name="augmentation">A valid one (<see cref="ImportChoices.CheckAugmentation"/>).</param>
    /// <returns>It as it is now; null where none has this name.</returns>
    /// <exception cref="IOException">It is being imported, or cannot be written.</exception>
    public Dataset? Augment(string name, string augmentation)
    {
        if (Header(name) is null)
            return null;
        using var work = WorkFolder.Claim(_root, name);
        return Header(name) is { } header ? Augmented(header, augmentation, work) : null;
    }

    /// <summary>Imports the originals that a dataset keeps once more, with another side and under another name.</summary>
    public async Task<ImportResult> Resize(
        string name, string to, int size, IProgress<DataProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (Header(name) is not { } header)
            return Refused("name", $"there is no dataset \"{name}\"");
        if (header.Originals is not { } kept)
            return Refused(
                "name", $"a dataset must keep its originals to be resized, but {name} does not: import it again with --keep-originals, or "
                    + $"train on fewer pixels than its {header.Dataset.Size} with a search's baseResolution");
        var choices = new ImportChoices(
            size, kept.NameEncoding is { } encoding ? ImportChoices.Known(encoding) : null, kept.Skip, header.Dataset.Augmentation);
        return await Import(to, Path.Combine(Folder(name), kept.File), choices, progress, cancellationToken);
    }

    private Dataset Augmented(DatasetCache.Header header, string? augmentation, WorkFolder work)
    {
        var dataset = header.Dataset with { Augmentation = augmentation };
        if (dataset.Augmentation != header.Dataset.Augmentation)
            DatasetCache.Rewrite(Folder(dataset.Name), header with { Dataset = dataset }, work.Path);
        return dataset;
    }

    /// <summary>The user can fix a disk that is full or not accessible, so it is reported like any other error.</summary>
    private static async Task<ImportResult> Guarded(string field, Func<Task<ImportResult>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refused(
                field, $"the import could not read its source or write to its home: {e.Message} Nothing was imported.");
        }
    }

    private ImportResult Again(DatasetCache.Header present, string source, ImportChoices choices, WorkFolder work) =>
        present.Source == source
            ? new(Augmented(present, choices.Augmentation ?? present.Dataset.Augmentation, work), [])
            : Refused("name", $"the name must be new, but \"{present.Dataset.Name}\" holds other images, or the same imported with "
                + "other options; choose another name, or delete it first (paretune data delete)");

    private ImportResult TakeOver(string name, string path, string source, WorkFolder work, ImportRun run)
    {
        if (Importer.Import(name, path, source, work.Path, run) is not { } dataset)
            return new(null, run.Faults.Listed(path));
        if (Directory.Exists(Folder(name)))
            Directory.Delete(Folder(name), recursive: true); // cut short or altered
        Directory.Move(Path.Combine(work.Path, "cache"), Folder(name));
        return new(dataset, []);
    }

    private static ImportResult Refused(string field, string message) => new(null, [new(field, message)]);

    private IEnumerable<string> Names() =>
        [DatasetName.Shapes, .. Directory.Exists(_root)
            ? new DirectoryInfo(_root).EnumerateDirectories().Select(folder => folder.Name) : []];

    private DatasetCache.Header Known(string name) => Header(name) ?? throw new KeyNotFoundException(
        $"dataset must be one of {string.Join(", ", List().Select(one => one.Name))}, but is \"{name}\"");

    private DatasetCache.Header? Header(string name) => DatasetName.IsValid(name) ? DatasetCache.ReadHeader(Folder(name)) : null;

    private string Folder(string name) => Path.Combine(_root, name);
}
