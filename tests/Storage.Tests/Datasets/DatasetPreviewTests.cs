using System.Text.Json;
using Paretune.Storage.Datasets;
using SkiaSharp;

namespace Paretune.Storage.Tests.Datasets;

public sealed class DatasetPreviewTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_built_in_images_are_counted_by_class()
    {
        var detail = (await new DatasetPreview(_folder.Store).Show("shapes", default))!;

        var data = _folder.Store.Open("shapes");
        Assert.Equal(Counted(data.Train.Labels), detail.TrainCounts);
        Assert.Equal(Counted(data.Test.Labels), detail.TestCounts);
        Assert.Equal(data.Dataset, detail.Dataset);
    }

    [Fact]
    public async Task Imported_images_are_counted_by_class_of_each_split()
    {
        Draw("train/cat", 3);
        Draw("train/dog", 5);
        Draw("test/cat", 1);
        Draw("test/dog", 2);
        await _folder.Import();

        var detail = (await new DatasetPreview(_folder.Store).Show("mine", default))!;

        Assert.Equal([3, 5], detail.TrainCounts);
        Assert.Equal([1, 2], detail.TestCounts);
    }

    [Fact]
    public async Task Counts_are_read_once_for_the_same_images_and_anew_for_others()
    {
        Draw("cat", 30);
        Draw("dog", 30);
        await _folder.Import();
        var preview = new DatasetPreview(_folder.Store);
        var first = (await preview.Show("mine", default))!;
        File.Delete(CachePath("train.bin"));

        var again = await preview.Show("mine", default);
        Draw("dog", 40);
        Directory.Delete(Path.Combine(_folder.Home, "datasets", "mine"), recursive: true);
        await _folder.Import();
        var other = (await preview.Show("mine", default))!;

        Assert.Same(first, again);
        Assert.NotEqual(first.Version, other.Version);
        Assert.True(other.TrainCounts[1] > first.TrainCounts[1]);
    }

    [Fact]
    public async Task Samples_are_ten_training_images_of_the_class_evenly_spaced()
    {
        using var sheet = SKBitmap.Decode(await new DatasetPreview(_folder.Store).Samples("shapes", 3, default));

        // Classes alternate: class 3 has 200 images, 3, 13, 23 and so on.
        var pixels = _folder.Store.Open("shapes").Train.Pixels;
        Assert.Equal((640, 64), (sheet.Width, sheet.Height));
        for (var sample = 0; sample < 10; sample++)
            AssertTile(pixels.AsSpan((3 + 10 * 20 * sample) * 3 * 32 * 32), 32, sheet, sample);
    }

    [Fact]
    public async Task Samples_of_an_import_are_those_of_its_images()
    {
        Draw("cat", 30);
        Draw("dog", 30);
        await _folder.Import();

        using var sheet = SKBitmap.Decode(await new DatasetPreview(_folder.Store).Samples("mine", 1, default));

        var train = _folder.Store.Open("mine").Train;
        var dogs = train.Labels.Index().Where(image => image.Item == 1).Select(image => image.Index).ToArray();
        Assert.Equal((640, 64), (sheet.Width, sheet.Height));
        for (var sample = 0; sample < 10; sample++)
            AssertTile(train.Pixels.AsSpan(dogs[sample * dogs.Length / 10] * 3 * 16 * 16), 16, sheet, sample);
    }

    [Fact]
    public async Task A_class_with_fewer_images_shows_all_it_has()
    {
        Draw("train/cat", 3);
        Draw("train/dog", 3);
        Draw("test/cat", 1);
        Draw("test/dog", 1);
        await _folder.Import();

        using var sheet = SKBitmap.Decode(await new DatasetPreview(_folder.Store).Samples("mine", 0, default));

        Assert.Equal((640, 64), (sheet.Width, sheet.Height));
        Assert.Equal([255, 255, 255, 0], Enumerable.Range(0, 4).Select(tile => sheet.GetPixel(tile * 64, 0).Alpha));
    }

    [Fact]
    public async Task Samples_are_taken_out_of_more_images_than_an_array_can_hold()
    {
        // 2.3 GB, which take no space on a file system with sparse files.
        const int images = 750_000;
        Directory.CreateDirectory(Path.GetDirectoryName(CachePath("x"))!);
        var header = new DatasetCache.Header(1, "test", "", new("mine", ["all"], 32, images, 0), "", "");
        File.WriteAllText(CachePath("dataset.json"), JsonSerializer.Serialize(header, JsonSerializerOptions.Web));
        using (var file = File.Create(CachePath("train.bin")))
            file.SetLength(images + images * 3L * 32 * 32);

        using var sheet = SKBitmap.Decode(await new DatasetPreview(_folder.Store).Samples("mine", 0, default));

        Assert.Equal(SKColors.Black, sheet.GetPixel(639, 63));
    }

    [Fact]
    public async Task A_file_that_was_cut_is_told()
    {
        Draw("cat", 30);
        Draw("dog", 30);
        await _folder.Import();
        using (var file = File.OpenWrite(CachePath("train.bin")))
            file.SetLength(file.Length - 1);

        var preview = new DatasetPreview(_folder.Store);

        var cut = await Assert.ThrowsAsync<InvalidDataException>(() => preview.Show("mine", default));
        Assert.Contains("import the dataset again", cut.Message);
        await Assert.ThrowsAsync<InvalidDataException>(() => preview.Samples("mine", 0, default));
    }

    [Theory]
    [InlineData("unknown", 0)]
    [InlineData("../source", 0)]
    [InlineData("shapes", -1)]
    [InlineData("shapes", 10)]
    public async Task An_unknown_name_or_class_has_nothing_to_show(string name, int classIndex)
    {
        var preview = new DatasetPreview(_folder.Store);

        Assert.Null(await preview.Samples(name, classIndex, default));
        if (name != "shapes")
            Assert.Null(await preview.Show(name, default));
    }

    private void Draw(string kind, int images)
    {
        for (var image = 0; image < images; image++)
            Drawing.Save(Path.Combine(_folder.Source, kind, $"{image}.png"), new SKColor((byte)(image * 5), (byte)(kind.Length * 20), 7));
    }

    private string CachePath(string file) => Path.Combine(_folder.Home, "datasets", "mine", file);

    private static IEnumerable<int> Counted(ushort[] labels) =>
        labels.CountBy(label => label).OrderBy(count => count.Key).Select(count => count.Value);

    private static void AssertTile(ReadOnlySpan<byte> image, int size, SKBitmap sheet, int tile)
    {
        for (var at = 0; at < size * size; at++)
        {
            var seen = sheet.GetPixel(tile * 64 + at % size * 64 / size, at / size * 64 / size);
            Assert.Equal((image[at], image[size * size + at], image[2 * size * size + at]), (seen.Red, seen.Green, seen.Blue));
        }
    }
}
