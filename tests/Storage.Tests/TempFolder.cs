using Paretune.Storage.Datasets;
using Paretune.Storage.Imports;

namespace Paretune.Storage.Tests;

/// <summary>A test's temporary folder, with a store's home and a source to import.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("paretune-storage-");

    public TempFolder() => Directory.CreateDirectory(Source);

    public string Path => _root.FullName;

    public string Home => System.IO.Path.Combine(Path, "home");

    public string Source => System.IO.Path.Combine(Path, "source");

    public DatasetStore Store => new(Home);

    public Task<ImportResult> Import() => Store.Import("mine", Source);

    /// <summary>Asserts that a failed import left no dataset, and nothing on disk but claims.</summary>
    public void AssertNothingImported()
    {
        Assert.Equal(["shapes"], Store.List().Select(dataset => dataset.Name));
        Assert.Empty(Directory.EnumerateDirectories(System.IO.Path.Combine(Home, "datasets")));
    }

    public void Dispose() => _root.Delete(recursive: true);
}
