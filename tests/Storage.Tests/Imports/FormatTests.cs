using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SkiaSharp;

namespace Paretune.Storage.Tests.Imports;

/// <summary>Datasets in their published formats: pickles, IDX, a table of files.</summary>
public sealed class FormatTests : IDisposable
{
    private const int ImageBytes = 3072;

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Cifar10_for_python_is_read()
    {
        foreach (var n in Enumerable.Range(1, 5))
            Write($"data_batch_{n}", Batch("labels", [(byte)n, 0], fill: n));
        Write("test_batch", Batch("labels", [1], fill: 9));
        Write("batches.meta", Names("label_names", 10));

        var result = await _folder.Import();

        Assert.Empty(result.Errors);
        var data = _folder.Store.Open("mine");
        Assert.Equal((10, 1, "class 3"), (data.Dataset.TrainImages, data.Dataset.TestImages, data.Dataset.Classes[3]));
        Assert.Equal([1, 0, 2, 0, 3, 0, 4, 0, 5, 0], data.Train.Labels);
        Assert.Equal([1, 5, 9], [data.Train.Pixels[0], data.Train.Pixels[9 * ImageBytes], data.Test.Pixels[0]]);
    }

    [Fact]
    public async Task Cifar100_for_python_has_the_fine_classes()
    {
        Write("train", Batch("fine_labels", [99, 0], fill: 1));
        Write("test", Batch("fine_labels", [50], fill: 2));
        Write("meta", Names("fine_label_names", 100));

        var result = await _folder.Import();

        Assert.Equal((100, 2, 1), (result.Dataset!.Classes.Length, result.Dataset.TrainImages, result.Dataset.TestImages));
        Assert.Equal([99, 0], _folder.Store.Open("mine").Train.Labels);
    }

    [Fact]
    public async Task A_pickle_that_names_code_is_refused_and_nothing_of_it_runs()
    {
        var touched = Path.Combine(_folder.Path, "touched");
        foreach (var file in new[] { "train", "test", "meta" })
            Write(file, Encoding.ASCII.GetBytes($"cos\nsystem\n(X\n\0\0\0touch {touched}tR."));

        var result = await _folder.Import();

        Assert.Contains("this one refers to os.system, which is not run", result.Errors[0].Message);
        Assert.False(File.Exists(touched));
    }

    [Fact]
    public async Task A_pickle_that_ends_early_is_refused()
    {
        Write("train", Batch("fine_labels", [99, 0], fill: 1)[..4000]);
        Write("test", Batch("fine_labels", [50], fill: 2));
        Write("meta", Names("fine_label_names", 100));

        var result = await _folder.Import();

        Assert.Equal("train", Assert.Single(result.Errors).Field);
    }

    [Theory]
    [InlineData("u1", 0x88, "must be an array in C order")]
    [InlineData("i1", 0x89, "must be an array of the type u1 (uint8), but is of the type \"i1\"")]
    public async Task A_pickled_array_of_another_order_or_type_is_refused(string type, int order, string told)
    {
        Write("train", Batch("fine_labels", [99, 0], fill: 1, type, (byte)order));
        Write("test", Batch("fine_labels", [50], fill: 2));
        Write("meta", Names("fine_label_names", 100));

        var result = await _folder.Import();

        var error = Assert.Single(result.Errors);
        Assert.Equal("train", error.Field);
        Assert.Contains(told, error.Message);
    }

    [Theory]
    [InlineData("(K\u0001K\u0002")] // class names that are numbers
    [InlineData("(\u008a\u0009123456789")] // a number of nine bytes
    [InlineData("(}NK\u0001s")] // a dictionary with a key of nothing
    public async Task A_pickle_that_holds_something_else_is_refused_with_its_file(string names)
    {
        Write("train", Batch("fine_labels", [1, 0], fill: 1));
        Write("test", Batch("fine_labels", [1], fill: 2));
        Write("meta", [0x80, 2, .. "}("u8, .. Text("fine_label_names"), .. "]"u8, .. Encoding.Latin1.GetBytes(names), .. "eu."u8]);

        var result = await _folder.Import();

        Assert.Contains("meta", result.Errors.Select(error => error.Field));
    }

    [Fact]
    public async Task A_binary_cifar100_has_the_fine_classes()
    {
        WriteCifar100("train.bin", 50_000);
        WriteCifar100("test.bin", 10_000);
        File.WriteAllLines(PathOf("fine_label_names.txt"), Enumerable.Range(0, 100).Select(n => $"class {n}"));

        var result = await _folder.Import();

        Assert.Empty(result.Errors);
        var data = _folder.Store.Open("mine");
        Assert.Equal((50_000, 10_000, 100), (data.Dataset.TrainImages, data.Dataset.TestImages, data.Dataset.Classes.Length));
        Assert.Equal((42, 7), (data.Train.Labels[1], data.Train.Pixels[ImageBytes]));
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", false)]
    [InlineData("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz", true)]
    [InlineData("train-images.idx3-ubyte", "train-labels.idx1-ubyte", "t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte", false)]
    public async Task Mnist_is_read(string trainImages, string trainLabels, string testImages, string testLabels, bool packed)
    {
        Write(trainImages, Idx([2, 4, 4], [.. Enumerable.Range(0, 32).Select(at => (byte)at)]), packed);
        Write(trainLabels, Idx([2], [3, 0]), packed);
        Write(testImages, Idx([1, 4, 4], new byte[16]), packed);
        Write(testLabels, Idx([1], [9]), packed);

        var result = await _folder.Import();

        Assert.Empty(result.Errors);
        var data = _folder.Store.Open("mine");
        Assert.Equal((10, 4, "9"), (data.Dataset.Classes.Length, data.Dataset.Size, data.Dataset.Classes[9]));
        Assert.Equal([3, 0], data.Train.Labels);
        Assert.True(data.Dataset.IsGrey);
        Assert.Equal(Enumerable.Range(0, 32).Select(at => (byte)at), data.Train.Pixels);
    }

    [Fact]
    public async Task Another_size_of_images_that_are_stored_as_they_are_is_refused()
    {
        WriteMnist();
        var zip = Path.Combine(_folder.Path, "mnist.zip");
        ZipFile.CreateFromDirectory(_folder.Source, zip);

        var kept = await _folder.Store.Import("mine", zip, new(KeepOriginals: true));
        var resized = await _folder.Store.Resize("mine", "small", 8);
        var imported = await _folder.Store.Import("other", zip, new(Size: 8));
        var same = await _folder.Store.Import("same", zip, new(Size: 4));

        Assert.Contains(
            "Originals: kept. No other sizes can be made, because images of this format are stored as they are.",
            _folder.Store.Account(kept.Dataset!.Name)!.Notes);
        Assert.Equal(
            [("size", true), ("size", true)],
            new[] { resized, imported }.Select(result => Assert.Single(result.Errors))
                .Select(error => (error.Field, error.Message.StartsWith("must be 4, because", StringComparison.Ordinal))));
        Assert.Equal(4, same.Dataset!.Size);
    }

    [Fact]
    public async Task A_gz_file_that_holds_something_else_is_named()
    {
        WriteMnist(packed: true);
        File.WriteAllText(PathOf("train-images-idx3-ubyte.gz"), "<html>Not found</html>");

        var result = await _folder.Import();

        var error = Assert.Single(result.Errors);
        Assert.Equal("train-images-idx3-ubyte.gz@0", error.Field);
        Assert.Contains("must be a gzip file", error.Message);
    }

    [Fact]
    public async Task A_gz_file_that_is_cut_is_named()
    {
        WriteMnist(packed: true);
        var path = PathOf("train-images-idx3-ubyte.gz");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^12]);

        var result = await _folder.Import();

        Assert.StartsWith("train-images-idx3-ubyte.gz@", Assert.Single(result.Errors).Field, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_idx_file_that_is_cut_is_refused_at_its_byte()
    {
        Write("train-images-idx3-ubyte", Idx([2, 4, 4], new byte[30]));
        Write("train-labels-idx1-ubyte", Idx([2], [3, 0]));
        Write("t10k-images-idx3-ubyte", Idx([1, 4, 4], new byte[16]));
        Write("t10k-labels-idx1-ubyte", Idx([1], [9]));

        var result = await _folder.Import();

        Assert.Equal("train-images-idx3-ubyte@46", Assert.Single(result.Errors).Field);
    }

    [Fact]
    public async Task A_table_of_files_and_labels_is_read_with_its_splits()
    {
        foreach (var n in Enumerable.Range(0, 7))
            Drawing.Save(PathOf($"pictures/{n}.png"), new SKColor((byte)n, 1, 1));
        File.WriteAllText(
            PathOf("labels.csv"),
            "Filename,Label,split\npictures/0.png,cat,train\n\"pictures/1.png\",\"big, "
                + "dog\",train\npictures/2.png,cat,\npictures/3.png,\"big, dog\",train\n"
            + "pictures/4.png,cat,val\npictures/5.png,cat,test\n");

        var refused = await _folder.Import();
        var taken = await _folder.Store.Import("mine", _folder.Source, new(Skip: true));

        Assert.Equal("pictures/6.png", Assert.Single(refused.Errors).Field);
        Assert.Equal(["big, dog", "cat"], taken.Dataset!.Classes);
        Assert.Equal((4, 1, 1), (taken.Dataset.TrainImages, taken.Dataset.ValidationImages, taken.Dataset.TestImages));
    }

    [Fact]
    public async Task All_errors_of_a_table_are_reported_with_their_lines()
    {
        Drawing.Save(PathOf("1.png"), SKColors.Red);
        File.WriteAllText(PathOf("labels.csv"),
            "file;label;split\n1.png;cat;train\n1.png;dog;train\nno.png;cat;\n../x.png;cat;\n1.png;;\n1.png;cat;maybe\n");

        var result = await _folder.Import();

        Assert.Equal(
            ["labels.csv:3", "labels.csv:4", "labels.csv:5", "labels.csv:6", "labels.csv:7"],
            result.Errors.Select(error => error.Field).Where(field => field.StartsWith("labels", StringComparison.Ordinal)));
    }

    public void Dispose() => _folder.Dispose();

    private string PathOf(string file) => Path.Combine(_folder.Source, file);

    private void Write(string file, byte[] content, bool packed = false)
    {
        using var stream = File.Create(PathOf(file));
        using Stream target = packed ? new GZipStream(stream, CompressionLevel.Fastest) : stream;
        target.Write(content);
    }

    /// <summary>Writes two training images and a test image of 4×4 pixels.</summary>
    private void WriteMnist(bool packed = false)
    {
        var ending = packed ? ".gz" : "";
        Write($"train-images-idx3-ubyte{ending}", Idx([2, 4, 4], [.. Enumerable.Range(0, 32).Select(at => (byte)at)]), packed);
        Write($"train-labels-idx1-ubyte{ending}", Idx([2], [3, 0]), packed);
        Write($"t10k-images-idx3-ubyte{ending}", Idx([1, 4, 4], new byte[16]), packed);
        Write($"t10k-labels-idx1-ubyte{ending}", Idx([1], [9]), packed);
    }

    private void WriteCifar100(string file, int records)
    {
        using var stream = File.Create(PathOf(file));
        stream.SetLength((long)records * (ImageBytes + 2));
        stream.Position = ImageBytes + 2;
        stream.Write([5, 42, 7]);
    }

    private static byte[] Idx(int[] sides, byte[] content)
    {
        var head = new byte[4 + 4 * sides.Length];
        (head[2], head[3]) = (8, (byte)sides.Length);
        foreach (var (at, side) in sides.Index())
            BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4 + 4 * at), side);
        return [.. head, .. content];
    }

    /// <summary>Returns a batch as Python 2 pickled the published ones: protocol 2, texts as bytes.</summary>
    /// <param name="order">The instruction that pushes whether the array is in Fortran order: 0x88 if it is.</param>
    private static byte[] Batch(string labelsKey, byte[] labels, int fill, string type = "u1", byte order = 0x89)
    {
        var pixels = Enumerable.Repeat((byte)fill, labels.Length * ImageBytes).ToArray();
        return
        [
            0x80, 2, .. "}q\u0001("u8, .. Text(labelsKey), .. "]("u8, .. labels.SelectMany(label => new byte[] { (byte)'K', label }),
                .. "e"u8, .. Text("data"),
            .. "cnumpy.core.multiarray\n_reconstruct\nq\u0003cnumpy\nndarray\nq\u0004K\0"u8, 0x85, .. "q\u0005"u8, .. Text("b"), 0x87,
                .. "Rq\u0006(K\u0001"u8,
            (byte)'K', (byte)labels.Length, (byte)'M', ImageBytes & 0xFF, ImageBytes >> 8, 0x86, .. "cnumpy\ndtype\nq\u0007"u8,
                .. Text(type), .. "K\0K\u0001"u8, 0x87,
            .. "R(K\u0003"u8, .. Text("|"), .. "NNNJ"u8, 255, 255, 255, 255, (byte)'J', 255, 255, 255, 255, .. "K\0tb"u8, order,
                (byte)'T', .. Int(pixels.Length),
            .. pixels, .. "tbu."u8,
        ];
    }

    private static byte[] Names(string key, int count) =>
        [0x80, 2, .. "}("u8, .. Text(key), .. "]("u8, .. Enumerable.Range(0, count).SelectMany(n => Text($"class {n}")), .. "eu."u8];

    private static byte[] Text(string text) => [(byte)'U', (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Int(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)];
}
