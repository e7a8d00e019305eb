namespace Paretune.Storage.Tests.Imports;

public sealed class CifarLayoutTests : IDisposable
{
    private const int RecordBytes = 3073;
    private const int FileBytes = 10_000 * RecordBytes;

    private readonly TempFolder _folder = new();

    public CifarLayoutTests()
    {
        // Sparse files of zeros: 10,000 black images of class 0 each.
        foreach (var file in new[] { "data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch" })
            Write($"{file}.bin", stream => stream.SetLength(FileBytes));
        File.WriteAllLines(
            PathOf("batches.meta.txt"), ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck", ""]);
    }

    [Fact]
    public async Task A_record_keeps_its_label_and_its_planes()
    {
        Write("data_batch_2.bin", stream => WriteAt(stream, 3 * RecordBytes, [7, 10, 20, 30]));

        var result = await _folder.Import();
        var train = _folder.Store.Open("mine").Train;

        Assert.Equal((50_000, 10_000, 32), (result.Dataset?.TrainImages, result.Dataset?.TestImages, result.Dataset?.Size));
        Assert.Equal("truck", result.Dataset?.Classes[9]);
        Assert.Equal(7, train.Labels[10_003]);
        Assert.Equal([10, 20, 30, 0], train.Pixels.AsSpan(10_003 * 3072, 4).ToArray());
    }

    [Fact]
    public async Task A_short_file_is_a_error_at_the_byte_where_it_ends()
    {
        Write("data_batch_3.bin", stream => stream.SetLength(20 * RecordBytes));
        Write("test_batch.bin", stream => stream.SetLength(FileBytes - 1));

        var result = await _folder.Import();

        Assert.Equal(["data_batch_3.bin@61460", "test_batch.bin@30729999"], result.Errors.Select(error => error.Field));
        Assert.Contains("must hold 10,000 records of 3,073 bytes, but holds 20 (ends at byte 61,460)", result.Errors[0].Message);
        _folder.AssertNothingImported();
    }

    [Fact]
    public async Task A_label_above_9_is_a_error_at_its_byte()
    {
        Write("data_batch_5.bin", stream => WriteAt(stream, 2 * RecordBytes, [11]));

        var result = await _folder.Import();

        var error = Assert.Single(result.Errors);
        Assert.Equal("data_batch_5.bin@6146", error.Field);
        Assert.Contains("must be 0 to 9, but is 11", error.Message);
        _folder.AssertNothingImported();
    }

    [Fact]
    public async Task All_errors_are_reported_at_once_and_the_listing_ends_at_a_hundred()
    {
        File.Delete(PathOf("batches.meta.txt"));
        File.Delete(PathOf("test_batch.bin"));
        Write("data_batch_1.bin", stream => stream.Write(Enumerable.Repeat((byte)255, 300 * RecordBytes).ToArray()));

        var result = await _folder.Import();

        Assert.Equal(101, result.Errors.Length);
        Assert.Equal("batches.meta.txt", result.Errors[0].Field);
        Assert.Contains("202 more errors like these; 302 in total", result.Errors[^1].Message);
    }

    [Fact]
    public async Task Class_names_must_be_ten()
    {
        File.WriteAllLines(PathOf("batches.meta.txt"), ["cat", "cat", "dog"]);

        var result = await _folder.Import();

        Assert.Equal("batches.meta.txt", Assert.Single(result.Errors).Field);
    }

    public void Dispose() => _folder.Dispose();

    private string PathOf(string file) => Path.Combine(_folder.Source, file);

    private void Write(string file, Action<FileStream> change)
    {
        using var stream = File.OpenWrite(PathOf(file));
        change(stream);
    }

    private static void WriteAt(FileStream stream, long offset, ReadOnlySpan<byte> bytes)
    {
        stream.Position = offset;
        stream.Write(bytes);
    }
}
