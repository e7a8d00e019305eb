using System.Collections.Immutable;

namespace Paretune.Dashboard.Datasets;

/// <summary>The data sets that can be trained on, as the API's host has them.</summary>
public interface IDatasets
{
    IReadOnlyList<Dataset> List();

    /// <summary>The data set with its images per class, or null where none has this name. Counted once; the second time costs nothing.</summary>
    /// <exception cref="InvalidDataException">Its files were cut short since it was imported; so too below.</exception>
    /// <exception cref="IOException">Its files cannot be read; so too below.</exception>
    DatasetDetail? Show(string name);

    /// <summary>Up to ten training images of a class side by side, always the same ones: a PNG, or null where there is no such class or image.</summary>
    byte[]? Samples(string name, int classIndex);

    /// <summary>What is wrong with a name for a new data set, or null. What passes is a folder's name and never leads out of it.</summary>
    Fault? CheckName(string name);

    /// <summary>Checks an archive on this machine and takes it over: all of it, or nothing.</summary>
    Task<DatasetResult> Import(string name, string path, CancellationToken cancellation);

    /// <summary>Downloads a known data set from its official address and imports it.</summary>
    Task<DatasetResult> Fetch(string name, CancellationToken cancellation);
}

/// <summary>The data set, or everything that is wrong with its source.</summary>
public sealed record DatasetResult(Dataset? Dataset, ImmutableArray<Fault> Faults);
