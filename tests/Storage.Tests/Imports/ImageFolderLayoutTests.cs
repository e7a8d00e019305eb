using SkiaSharp;

namespace Paretune.Storage.Tests.Imports;

public sealed class ImageFolderLayoutTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_tenth_of_each_class_becomes_the_test_split_and_the_same_tenth_again()
    {
        SaveMany("cat", 20);
        SaveMany("dog", 30);

        var result = await _folder.Import();
        await _folder.Store.Import("again", _folder.Source);

        var (first, second) = (_folder.Store.Open("mine"), _folder.Store.Open("again"));
        Assert.Equal((45, 5), (result.Dataset?.TrainImages, result.Dataset?.TestImages));
        Assert.Equal([0, 0, 1, 1, 1], first.Test.Labels);
        Assert.Equal(first.Test.Pixels, second.Test.Pixels);
        Assert.NotEqual(first.Test.Pixels[..768], first.Test.Pixels[768..1536]);
    }

    [Theory]
    [InlineData("train", "test")]
    [InlineData("Training", "TEST")]
    public async Task Train_and_test_folders_are_the_splits(string train, string test)
    {
        SaveMany($"{train}/cat", 3);
        SaveMany($"{train}/dog", 4);
        SaveMany($"{test}/cat", 1);
        SaveMany($"{test}/dog", 2);

        var result = await _folder.Import();

        Assert.Equal(["cat", "dog"], result.Dataset!.Classes);
        Assert.Equal((7, 3), (result.Dataset.TrainImages, result.Dataset.TestImages));
        Assert.Equal([0, 0, 0, 1, 1, 1, 1], _folder.Store.Open("mine").Train.Labels);
    }

    [Fact]
    public async Task Grey_becomes_rgb_and_alpha_is_dropped()
    {
        Save("train/cat/grey.png", new(90, 90, 90), type: SKColorType.Gray8);
        Save("train/dog/clear.png", new(10, 20, 30, 128));
        SaveMany("test/cat", 1);
        SaveMany("test/dog", 1);

        await _folder.Import();

        var pixels = _folder.Store.Open("mine").Train.Pixels;
        Assert.Equal([90, 90, 90, 10, 20, 30], Enumerable.Range(0, 6).Select(plane => pixels[plane * 256 + 100]));
    }

    [Fact]
    public async Task All_images_take_the_median_side()
    {
        SaveMany("cat", 4);
        SaveMany("dog", 4);
        Save("cat/large.jpg", SKColors.White, width: 64, height: 40);

        var result = await _folder.Import();

        Assert.Empty(result.Errors);
        Assert.Equal(16, result.Dataset?.Size);
        Assert.Equal(9 * 3 * 16 * 16, _folder.Store.Open("mine") is var data ? data.Train.Pixels.Length + data.Test.Pixels.Length : 0);
    }

    [Theory]
    [InlineData(20, 16)]
    [InlineData(16, 20)]
    public async Task An_image_whose_shorter_side_is_the_common_one_gives_its_middle_square(int width, int height)
    {
        SaveMany("train/cat", 4);
        using (var ramp = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque)))
        {
            for (var x = 0; x < width; x++)
                for (var y = 0; y < height; y++)
                    ramp.SetPixel(x, y, new((byte)x, (byte)y, 7));
            Drawing.Save(PathOf("train/dog/ramp.png"), ramp);
        }

        SaveMany("test/cat", 1);
        SaveMany("test/dog", 1);

        var result = await _folder.Import();

        Assert.Empty(result.Errors);
        var pixels = _folder.Store.Open("mine").Train.Pixels[(4 * 3 * 256)..];
        var (left, top) = ((width - 16) / 2, (height - 16) / 2);
        Assert.Equal(Enumerable.Range(0, 256).Select(at => (byte)(left + at % 16)), pixels[..256]);
        Assert.Equal(Enumerable.Range(0, 256).Select(at => (byte)(top + at / 16)), pixels[256..512]);
        Assert.All(pixels[512..], blue => Assert.Equal(7, blue));
    }

    [Fact]
    public async Task No_image_is_larger_than_256_pixels()
    {
        Save("train/cat/1.jpg", SKColors.White, width: 300, height: 300);
        Save("train/dog/1.jpg", SKColors.White, width: 300, height: 300);
        Save("test/cat/1.jpg", SKColors.White, width: 300, height: 300);
        Save("test/dog/1.jpg", SKColors.White, width: 300, height: 300);

        var result = await _folder.Import();

        Assert.Equal(256, result.Dataset?.Size);
    }

    [Fact]
    public async Task All_errors_of_all_images_are_reported_at_once()
    {
        SaveMany("cat", 3);
        SaveMany("dog", 3);
        File.WriteAllText(PathOf("cat/note.jpg"), "not an image");
        File.WriteAllBytes(PathOf("dog/short.png"), File.ReadAllBytes(PathOf("dog/0.png"))[..60]);
        Directory.CreateDirectory(PathOf("empty"));

        var result = await _folder.Import();

        Assert.Null(result.Dataset);
        Assert.Equal(["cat/note.jpg", "dog/short.png", "empty"], result.Errors.Select(error => error.Field).Order());
        Assert.Contains("must be a PNG, JPEG, WebP, BMP or GIF image",
            result.Errors.Single(error => error.Field == "cat/note.jpg").Message);
        _folder.AssertNothingImported();
    }

    [Fact]
    public async Task An_image_that_ends_early_is_a_error_even_where_all_headers_are_sound()
    {
        SaveMany("cat", 3);
        SaveMany("dog", 3);
        File.WriteAllBytes(PathOf("dog/0.png"), File.ReadAllBytes(PathOf("dog/0.png"))[..60]);

        var result = await _folder.Import();

        Assert.Equal("dog/0.png", Assert.Single(result.Errors).Field);
        _folder.AssertNothingImported();
    }

    [Fact]
    public async Task One_class_is_too_few()
    {
        SaveMany("cat", 3);

        var result = await _folder.Import();

        Assert.Contains("must have 2 to 65536 classes, but has 1", Assert.Single(result.Errors).Message);
    }

    [Fact]
    public async Task Train_and_test_must_have_the_same_classes()
    {
        SaveMany("train/cat", 2);
        SaveMany("train/dog", 2);
        SaveMany("test/cat", 1);
        SaveMany("test/cow", 1);

        var result = await _folder.Import();

        Assert.Equal(["test/cow", "test/dog"], result.Errors.Select(error => error.Field));
    }

    [Fact]
    public async Task A_single_image_cannot_be_split()
    {
        SaveMany("cat", 2);
        SaveMany("dog", 1);

        var result = await _folder.Import();

        Assert.Equal("dog", Assert.Single(result.Errors).Field);
    }

    public void Dispose() => _folder.Dispose();

    private string PathOf(string file) => Path.Combine(_folder.Source, file);

    private void Save(string file, SKColor color, int width = 16, int height = 16, SKColorType type = SKColorType.Rgba8888) =>
        Drawing.Save(PathOf(file), color, width, height, type);

    /// <summary>Saves images of 16×16 pixels with different grey levels.</summary>
    private void SaveMany(string name, int count)
    {
        for (var n = 0; n < count; n++)
            Save($"{name}/{n}.png", new((byte)n, (byte)n, (byte)(n + name.Length)));
    }
}
