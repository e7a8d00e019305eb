using System.Collections.Immutable;

namespace Paretune.Storage.Imports;

/// <summary>
/// CIFAR-10's original binary version (https://www.cs.toronto.edu/~kriz/cifar.html): six files of 10,000 records, each one label
/// byte and 32×32 bytes of red, green and blue, and the ten class names.
/// </summary>
internal sealed class CifarLayout : ISourceLayout
{
    private const int Size = 32;
    private const int ImageBytes = 3 * Size * Size;
    private const int RecordBytes = 1 + ImageBytes;
    private const int Records = 10_000;
    private const int Classes = 10;
    private const string NamesFile = "batches.meta.txt";

    private static readonly ImmutableArray<string> TrainFiles = [.. Enumerable.Range(1, 5).Select(n => $"data_batch_{n}.bin")];
    private static readonly ImmutableArray<string> TestFiles = ["test_batch.bin"];

    public bool Recognises(string folder) => TrainFiles.Concat(TestFiles).Any(file => File.Exists(Path.Combine(folder, file)));

    public SourceImages? Read(string folder, ImportRun run)
    {
        var classes = ReadNames(folder, run.Faults);
        var trainLabels = ReadLabels(folder, TrainFiles, run);
        var testLabels = ReadLabels(folder, TestFiles, run);
        if (run.Faults.Count > 0)
            return null;
        var train = new SourceSplit(trainLabels, Pixels(folder, TrainFiles, run));
        var test = new SourceSplit(testLabels, Pixels(folder, TestFiles, run));
        return new("cifar10", classes, Size, train, test);
    }

    private static ImmutableArray<string> ReadNames(string folder, FaultList faults)
    {
        var path = Path.Combine(folder, NamesFile);
        if (!File.Exists(path))
        {
            faults.Add(NamesFile, $"the file must be there, with {Classes} class names, but is missing; take the archive's whole folder");
            return [];
        }

        ImmutableArray<string> names = [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)];
        if (names.Length != Classes || names.Distinct().Count() != Classes)
            faults.Add(NamesFile, $"must hold {Classes} different class names, one a line, but holds {names.Distinct().Count()}");
        return names;
    }

    private static byte[] ReadLabels(string folder, ImmutableArray<string> files, ImportRun run) =>
        [.. files.SelectMany((file, done) =>
        {
            run.Step("checking records", done, files.Length);
            return CheckedLabels(Path.Combine(folder, file), run.Faults);
        })];

    private static byte[] CheckedLabels(string path, FaultList faults)
    {
        var file = Path.GetFileName(path);
        if (!File.Exists(path))
        {
            faults.Add(file, "the file must be there, but is missing; take the archive's whole folder");
            return [];
        }

        var bytes = new FileInfo(path).Length;
        if (bytes != (long)Records * RecordBytes)
            faults.Add($"{file}@{bytes}", WrongLength(bytes));
        return LabelsOf(path, (int)Math.Min(bytes / RecordBytes, Records), faults);
    }

    private static string WrongLength(long bytes) =>
        $"must hold {Records:N0} records of {RecordBytes:N0} bytes, but holds {bytes / RecordBytes:N0}"
        + (bytes % RecordBytes is var rest and > 0 ? $" and {rest:N0} bytes" : "")
        + $" (ends at byte {bytes:N0}); copy or download it again";

    private static byte[] LabelsOf(string path, int records, FaultList faults)
    {
        var content = new byte[(long)records * RecordBytes];
        using (var stream = File.OpenRead(path))
            stream.ReadExactly(content);
        var labels = new byte[records];
        for (var record = 0; record < records; record++)
        {
            labels[record] = content[record * RecordBytes];
            if (labels[record] >= Classes)
                faults.Add(
                    $"{Path.GetFileName(path)}@{record * RecordBytes}",
                    $"a label must be 0 to {Classes - 1}, but is {labels[record]} (record {record})");
        }

        return labels;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Pixels(string folder, ImmutableArray<string> files, ImportRun run)
    {
        foreach (var (done, file) in files.Index())
        {
            run.Step("taking over images", done * Records, files.Length * Records);
            var content = File.ReadAllBytes(Path.Combine(folder, file));
            var pixels = new byte[Records * ImageBytes];
            for (var record = 0; record < Records; record++)
                content.AsSpan(record * RecordBytes + 1, ImageBytes).CopyTo(pixels.AsSpan(record * ImageBytes));
            yield return pixels;
        }
    }
}
