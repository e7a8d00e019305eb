using Paretune.Dashboard.Datasets;
using Paretune.Storage.Datasets;
using Paretune.Storage.Imports;

namespace Paretune.Silo.Datasets;

/// <summary>This machine's data sets, for the API.</summary>
internal sealed class LocalDatasets(DatasetStore store) : IDatasets
{
    private readonly DatasetPreview _preview = new(store);

    public IReadOnlyList<Dataset> List() => store.List();

    public DatasetDetail? Show(string name) => _preview.Show(name);

    public byte[]? Samples(string name, int classIndex) => _preview.Samples(name, classIndex);

    public Fault? CheckName(string name) => DatasetStore.CheckName(name);

    public async Task<DatasetResult> Import(string name, string path, CancellationToken cancellation) =>
        Result(await store.Import(name, path, cancellationToken: cancellation));

    public async Task<DatasetResult> Fetch(string name, CancellationToken cancellation) =>
        Result(await store.Fetch(name, cancellationToken: cancellation));

    private static DatasetResult Result(ImportResult result) => new(result.Dataset, result.Faults);
}
