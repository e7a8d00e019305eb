using SkiaSharp;

namespace Paretune.Storage.Tests.Imports;

/// <summary>The common format of imported images: side, orientation, value range.</summary>
public sealed class ImageFormTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Two_icons_do_not_make_photographs_small()
    {
        for (var n = 0; n < 9; n++)
        {
            Drawing.Save(PathOf($"cat/{n}.png"), SKColors.Red, 200 + n, 230 + n);
            Drawing.Save(PathOf($"dog/{n}.png"), SKColors.Blue, 220 + n, 250 + n);
        }

        Drawing.Save(PathOf("cat/icon0.png"), SKColors.Red);
        Drawing.Save(PathOf("cat/icon1.png"), SKColors.Red);

        var result = await _folder.Import();

        var account = _folder.Store.Account("mine")!;
        Assert.Equal(207, result.Dataset!.Size);
        Assert.Equal(new(16, 207, 228), account.Sides);
        Assert.Contains(account.Notes, note => note.Contains("207×207 pixels (the median side; shorter sides go from 16 to "
            + "228)", StringComparison.Ordinal));
        Assert.Contains("18 of 20 images are not square: the square in their middle was used.", account.Notes);
    }

    [Fact]
    public async Task The_side_can_be_chosen_and_another_choice_is_another_import()
    {
        Save("cat", 4);
        Save("dog", 4);

        var chosen = await _folder.Store.Import("mine", _folder.Source, new(Size: 24));
        var again = await _folder.Store.Import("mine", _folder.Source, new(Size: 24));
        var other = await _folder.Store.Import("mine", _folder.Source);

        Assert.Equal((24, 24), (chosen.Dataset!.Size, again.Dataset!.Size));
        Assert.Contains("or the same imported with other options", Assert.Single(other.Errors).Message);
    }

    [Fact]
    public async Task Twelve_bits_in_sixteen_keep_their_levels_and_dark_images_stay_dark()
    {
        for (var n = 0; n < 2; n++)
        {
            Drawing.SaveDeep(PathOf($"train/bright/{n}.png"), 16, at => at * 4095 / 255);
            Drawing.SaveDeep(PathOf($"train/dark/{n}.png"), 16, at => at);
            Drawing.SaveDeep(PathOf($"test/bright/{n}.png"), 16, at => at * 4095 / 255);
            Drawing.SaveDeep(PathOf($"test/dark/{n}.png"), 16, at => at);
        }

        var result = await _folder.Import();

        var pixels = _folder.Store.Open("mine").Train.Pixels;
        Assert.Equal(12, result.Dataset!.PixelBits);
        Assert.Equal(Enumerable.Range(0, 256).Select(at => (byte)at), pixels[..256]);
        Assert.Equal(16, pixels[(2 * 256)..][..256].Max());
        Assert.Contains("Values of 16-bit images use 12 bits and were scaled to the full range.", _folder.Store.Account("mine")!.Notes);
    }

    public void Dispose() => _folder.Dispose();

    private string PathOf(string file) => Path.Combine(_folder.Source, file);

    private void Save(string name, int images)
    {
        for (var n = 0; n < images; n++)
            Drawing.Save(PathOf($"{name}/{n}.png"), new SKColor((byte)n, 1, 1));
    }
}
