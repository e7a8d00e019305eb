using System.Collections.Immutable;

namespace Paretune.Storage.Imports;

/// <summary>
/// CIFAR-10 and CIFAR-100 as Python archives (https://www.cs.toronto.edu/~kriz/cifar.html): pickled dictionaries with <c>data</c>, 3,072
/// bytes per image, and <c>labels</c> or <c>fine_labels</c>.
/// </summary>
internal sealed class CifarPythonLayout : ISourceLayout
{
    private const int Size = 32;
    private const int ImageBytes = 3 * Size * Size;

    private static readonly Form[] Forms =
    [
        new("cifar10", [.. Enumerable.Range(1, 5).Select(n => $"data_batch_{n}")], "test_batch", "batches.meta", "labels", "label_names"),
        new("cifar100", ["train"], "test", "meta", "fine_labels", "fine_label_names"),
    ];

    public bool Recognizes(string folder) => FormOf(folder) is not null;

    public SourceImages? Read(string folder, ImportRun run)
    {
        var form = FormOf(folder)!;
        var classes = Names(folder, form, run.Errors);
        var batches = form.Files.Select(file => (File: file, Batch: Batch(folder, file, form, classes.Length, run))).ToList();
        if (run.Errors.Count > 0)
            return null;
        ImportLog.Check(folder, form.Files.Append(form.Meta).Select(file => Path.Combine(folder, file)).ToHashSet(), run);
        return new(form.Kind, classes, Size, Split([.. batches[..^1].Select(one => one.Batch!)]), Split([batches[^1].Batch!]));
    }

    private static Form? FormOf(string folder) =>
        Forms.FirstOrDefault(form => File.Exists(Path.Combine(folder, form.Meta)) && File.Exists(Path.Combine(folder, form.TestFile)));

    private static ImmutableArray<string> Names(string folder, Form form, ErrorList errors)
    {
        if (Dictionary(folder, form.Meta, errors)?.GetValueOrDefault(form.NamesKey) is List<object?> { Count: > 1 and <= 256 } names
            && names.TrueForAll(name => name is string or byte[]))
            return [.. names.Select(Pickle.Text)];
        errors.Add(form.Meta, $"must hold 2 to 256 class names as {form.NamesKey}, but does not");
        return [];
    }

    private static Images? Batch(string folder, string file, Form form, int classes, ImportRun run)
    {
        run.Step("reading pickles", 0, 0);
        if (Dictionary(folder, file, run.Errors) is not { } batch)
            return null;
        var (data, labels) = (batch.GetValueOrDefault("data") as PickledArray, batch.GetValueOrDefault(form.LabelsKey) as List<object?>);
        if (data is not { Shape: [var images, ImageBytes] } || data.Bytes.Length != (long)images * ImageBytes)
            run.Errors.Add(file, $"must hold data of {ImageBytes} bytes per image, but does not");
        else if (data.Type != PickledArray.Bytewise)
            run.Errors.Add(file, $"data must be an array of the type {PickledArray.Bytewise} (uint8), but is of the type "
                + $"\"{data.Type}\"; convert it with astype(\"uint8\") and pickle it again");
        else if (data.IsColumnMajor)
            run.Errors.Add(file, "data must be an array in C order, but is in Fortran order, one column after the other; convert it with "
                + "numpy.ascontiguousarray and pickle it again");
        else if (labels is null || labels.Count != images || labels.Exists(label => label is not long at || at < 0 || at >= classes))
            run.Errors.Add(file, $"must hold a label from 0 to {classes - 1} for each of its {images} images as {form.LabelsKey}, but "
                + "does not");
        else
            return new([.. labels.Select(label => (byte)(long)label!)], data.Bytes);
        return null;
    }

    private static Dictionary<string, object?>? Dictionary(string folder, string file, ErrorList errors)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path))
        {
            errors.Add(file, "the file is required, but is missing; use the archive's whole folder");
            return null;
        }

        try
        {
            using var stream = File.OpenRead(path);
            if (Pickle.Read(stream) is Dictionary<string, object?> read)
                return read;
            errors.Add(file, "must be a pickled dictionary, but is something else");
        }
        catch (InvalidDataException wrong)
        {
            errors.Add(file, wrong.Message);
        }

        return null;
    }

    private static SourceSplit Split(ImmutableArray<Images> batches) =>
        new((byte[])[.. batches.SelectMany(batch => batch.Labels)], batches.Select(batch => (ReadOnlyMemory<byte>)batch.Pixels));

    private sealed record Images(byte[] Labels, byte[] Pixels);

    private sealed record Form(string Kind, ImmutableArray<string> TrainFiles, string TestFile, string Meta, string LabelsKey,
        string NamesKey)
    {
        public IEnumerable<string> Files => TrainFiles.Append(TestFile);
    }
}
