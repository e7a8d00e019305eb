using System.Collections.Immutable;

namespace Paretune.Storage.Imports;

/// <summary>The files of a CIFAR dataset in its original binary version.</summary>
/// <param name="Records">Images per training file; the test file has 10,000.</param>
/// <param name="LabelBytes">Bytes before an image's pixels; the last one is its class.</param>
internal sealed record CifarForm(
    string Kind, ImmutableArray<string> TrainFiles, string TestFile, int Records, int LabelBytes, int Classes, string NamesFile)
{
    public const int TestRecords = 10_000;

    public static CifarForm Ten { get; } = new(
        "cifar10", [.. Enumerable.Range(1, 5).Select(n => $"data_batch_{n}.bin")], "test_batch.bin", 10_000, LabelBytes: 1, 10,
            "batches.meta.txt");

    /// <summary>CIFAR-100. Each record has the coarse label before the fine one; the fine label is the class.</summary>
    public static CifarForm Hundred { get; } =
        new("cifar100", ["train.bin"], "test.bin", 50_000, LabelBytes: 2, 100, "fine_label_names.txt");

    public int RecordsOf(string file) => file == TestFile ? TestRecords : Records;
}
