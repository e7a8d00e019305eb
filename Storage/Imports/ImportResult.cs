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

    /// <summary>Reports progress; throws if the import was cancelled.</summary>
    public void Step(string what, long done, long total)
    {
        Cancel.ThrowIfCancellationRequested();
        Progress?.Report(new(what, done, total));
    }
}
