using System.Collections.Immutable;

namespace Paretune.Storage.Imports;

/// <summary>The imported dataset, or why nothing was imported.</summary>
/// <param name="Dataset">Null if and only if there are errors.</param>
/// <param name="Errors">The field is the file inside the source, with the byte offset if known: <c>data_batch_3.bin@61460</c>.</param>
public sealed record ImportResult(Dataset? Dataset, ImmutableArray<ValidationError> Errors);

/// <summary>The progress of a download or an import.</summary>
/// <param name="What">The current step, such as "unpacking cifar-10-binary.tar.gz".</param>
/// <param name="Total">In the unit of <paramref name="Done"/>, bytes or images; 0 if not known.</param>
public sealed record DataProgress(string What, long Done, long Total);

/// <summary>The state shared by all steps of one import.</summary>
internal sealed record ImportRun(ErrorList Errors, IProgress<DataProgress>? Progress, CancellationToken Cancel)
{
    public ImportChoices Choices { get; init; } = new();

    public ImportLog Account { get; } = new();

    /// <summary>Returns the free bytes of a folder's disk.</summary>
    public Func<string, long> FreeBytes { get; init; } = folder => new DriveInfo(folder).AvailableFreeSpace;

    /// <summary>Reports progress; throws if the import was cancelled.</summary>
    public void Step(string what, long done, long total)
    {
        Cancel.ThrowIfCancellationRequested();
        Progress?.Report(new(what, done, total));
    }

    /// <summary>Checks that bytes can be written to a folder without using space that the import must leave free.</summary>
    /// <exception cref="IOException">They cannot.</exception>
    public void CheckSpace(string folder, long bytes)
    {
        if (Choices.LeaveFree > 0 && FreeBytes(folder) is var free && free - bytes < Choices.LeaveFree)
            throw new IOException(
                $"an import must leave {Choices.LeaveFree} bytes of the disk free, but {free} are free and it needs {bytes} more; free "
                + "space in the server's PARETUNE_HOME.");
    }
}
