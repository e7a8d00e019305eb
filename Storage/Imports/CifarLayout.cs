using System.Collections.Immutable;

namespace Paretune.Storage.Imports;

/// <summary>
/// The original binary version of CIFAR-10 or CIFAR-100 (https://www.cs.toronto.edu/~kriz/cifar.html): files of records, each with one or
/// two label bytes and 32×32 bytes of red, green and blue, and a file with the class names.
/// </summary>
internal sealed class CifarLayout(CifarForm form) : ISourceLayout
{
    private const int Size = 32;
    private const int ImageBytes = 3 * Size * Size;

    private int RecordBytes => form.LabelBytes + ImageBytes;

    private ImmutableArray<string> TestFiles => [form.TestFile];

    public bool Recognizes(string folder) => form.TrainFiles.Append(form.TestFile).Any(file => File.Exists(Path.Combine(folder, file)));

    public SourceImages? Read(string folder, ImportRun run)
    {
        var classes = ReadNames(folder, run.Errors);
        var trainLabels = ReadLabels(folder, form.TrainFiles, run);
        var testLabels = ReadLabels(folder, TestFiles, run);
        if (run.Errors.Count > 0)
            return null;
        var train = new SourceSplit(trainLabels, Pixels(folder, form.TrainFiles, run));
        var test = new SourceSplit(testLabels, Pixels(folder, TestFiles, run));
        return new(form.Kind, classes, Size, train, test);
    }

    private ImmutableArray<string> ReadNames(string folder, ErrorList errors)
    {
        var path = Path.Combine(folder, form.NamesFile);
        if (!File.Exists(path))
        {
            errors.Add(form.NamesFile, $"the file with {form.Classes} class names is required, but is missing; use the archive's "
                + "whole folder");
            return [];
        }

        ImmutableArray<string> names = [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)];
        if (names.Length != form.Classes || names.Distinct().Count() != form.Classes)
            errors.Add(
                form.NamesFile, $"must hold {form.Classes} different class names, one per line, but holds {names.Distinct().Count()}");
        return names;
    }

    private byte[] ReadLabels(string folder, ImmutableArray<string> files, ImportRun run) =>
        [.. files.SelectMany((file, done) =>
        {
            run.Step("checking records", done, files.Length);
            return CheckedLabels(Path.Combine(folder, file), run.Errors);
        })];

    private byte[] CheckedLabels(string path, ErrorList errors)
    {
        var file = Path.GetFileName(path);
        if (!File.Exists(path))
        {
            errors.Add(file, "the file is required, but is missing; use the archive's whole folder");
            return [];
        }

        var bytes = new FileInfo(path).Length;
        if (bytes != (long)form.RecordsOf(file) * RecordBytes)
            errors.Add($"{file}@{bytes}", WrongLength(file, bytes));
        return LabelsOf(path, (int)Math.Min(bytes / RecordBytes, form.RecordsOf(file)), errors);
    }

    private string WrongLength(string file, long bytes) =>
        $"must hold {form.RecordsOf(file):N0} records of {RecordBytes:N0} bytes, but holds {bytes / RecordBytes:N0}"
        + (bytes % RecordBytes is var rest and > 0 ? $" and {rest:N0} bytes" : "")
        + $" (ends at byte {bytes:N0}); copy or download it again";

    private byte[] LabelsOf(string path, int records, ErrorList errors)
    {
        var content = new byte[(long)records * RecordBytes];
        using (var stream = File.OpenRead(path))
            stream.ReadExactly(content);
        var labels = new byte[records];
        for (var record = 0; record < records; record++)
        {
            labels[record] = content[record * RecordBytes + form.LabelBytes - 1];
            if (labels[record] >= form.Classes)
                errors.Add(
                    $"{Path.GetFileName(path)}@{record * RecordBytes + form.LabelBytes - 1}",
                    $"a label must be 0 to {form.Classes - 1}, but is {labels[record]} (record {record})");
        }

        return labels;
    }

    private IEnumerable<ReadOnlyMemory<byte>> Pixels(string folder, ImmutableArray<string> files, ImportRun run)
    {
        foreach (var (done, file) in files.Index())
        {
            var records = form.RecordsOf(file);
            run.Step("copying images", done, files.Length);
            var content = File.ReadAllBytes(Path.Combine(folder, file));
            var pixels = new byte[records * ImageBytes];
            for (var record = 0; record < records; record++)
                content.AsSpan(record * RecordBytes + form.LabelBytes, ImageBytes).CopyTo(pixels.AsSpan(record * ImageBytes));
            yield return pixels;
        }
    }
}
