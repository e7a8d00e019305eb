using Paretune.Storage.Datasets;
using SkiaSharp;

namespace Paretune.Storage.Tests.Imports;

/// <summary>Images without colour are stored with one channel.</summary>
public sealed class GreyTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(SKColorType.Gray8)]
    [InlineData(SKColorType.Rgba8888)]
    public async Task Where_no_image_has_colour_one_channel_is_kept(SKColorType stored)
    {
        foreach (var file in new[] { "cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png" })
            Save(file, stored, new(90, 90, 90));

        var result = await _folder.Import();

        var data = _folder.Store.Open("mine");
        Assert.True(result.Dataset!.IsGrey);
        Assert.Equal(2 * 8 * 8, data.Train.Pixels.Length);
        Assert.All(data.Train.Pixels, level => Assert.Equal(90, level));
        Assert.Contains("All images are grey: they are stored, and used for training, with one channel.",
            _folder.Store.Account("mine")!.Notes);
        Assert.NotNull(await new DatasetPreview(_folder.Store).Samples("mine", 1, default));
    }

    [Fact]
    public async Task One_image_with_colour_makes_all_of_them_RGB()
    {
        foreach (var file in new[] { "cat/1.png", "cat/2.png", "dog/1.png" })
            Save(file, SKColorType.Gray8, new(90, 90, 90));
        Save("dog/2.png", SKColorType.Rgba8888, new(90, 91, 90));

        var result = await _folder.Import();

        Assert.False(result.Dataset!.IsGrey);
        Assert.Equal(2 * 3 * 8 * 8, _folder.Store.Open("mine").Train.Pixels.Length);
    }

    public void Dispose() => _folder.Dispose();

    private void Save(string file, SKColorType stored, SKColor colour)
    {
        var path = Path.Combine(_folder.Source, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var bitmap = new SKBitmap(new SKImageInfo(8, 8, stored, SKAlphaType.Opaque));
        bitmap.Erase(colour);
        using var content = File.Create(path);
        bitmap.Encode(content, SKEncodedImageFormat.Png, 100);
    }
}
