using Paretune.Training.Datasets;

namespace Paretune.Training.Tests.Datasets;

/// <summary>A folder of one test, with the home of a store and a source to import in it.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("paretune-datasets-");

    public TempFolder() => Directory.CreateDirectory(Source);

    public string Home => Path.Combine(root.FullName, "home");

    public string Source => Path.Combine(root.FullName, "source");

    public DatasetStore Store => new(Home);

    public Task<ImportResult> Import() => Store.Import("mine", Source);

    /// <summary>What an import that failed must leave: no data set, and nothing on disk but claims.</summary>
    public void AssertNothingImported()
    {
        Assert.Equal(["shapes"], Store.List().Select(dataset => dataset.Name));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(Home, "datasets")));
    }

    public void Dispose() => root.Delete(recursive: true);
}
