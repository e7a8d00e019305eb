using Paretune.Storage.Datasets;
using SkiaSharp;

namespace Paretune.Storage.Tests.Datasets;

public sealed class ImageSheetTests
{
    [Theory]
    [InlineData(8, 64)]
    [InlineData(16, 64)]
    [InlineData(33, 66)]
    [InlineData(64, 64)]
    [InlineData(96, 96)]
    public void A_tile_is_the_least_multiple_of_64_pixels_or_more(int size, int expected)
    {
        Assert.Equal(expected, ImageSheet.TileSize(size));
    }

    [Fact]
    public void Each_pixel_becomes_a_square_of_its_colour_and_what_the_last_row_leaves_is_transparent()
    {
        const int size = 40, tile = 80;
        var images = new byte[3 * 3 * size * size];
        new Random(1).NextBytes(images);

        using var sheet = SKBitmap.Decode(ImageSheet.Encode(images, size, columns: 2));

        Assert.Equal((2 * tile, 2 * tile), (sheet.Width, sheet.Height));
        Assert.All(from y in Enumerable.Range(0, 2 * tile) from x in Enumerable.Range(0, 2 * tile) select (x, y), at =>
            Assert.Equal(Expected(at.x, at.y), sheet.GetPixel(at.x, at.y)));

        SKColor Expected(int x, int y)
        {
            var image = y / tile * 2 + x / tile;
            var pixel = y % tile / 2 * size + x % tile / 2;
            return image == 3 ? SKColor.Empty : new(Channel(image, 0, pixel), Channel(image, 1, pixel), Channel(image, 2, pixel));
        }

        byte Channel(int image, int channel, int pixel) => images[(3 * image + channel) * size * size + pixel];
    }

    [Theory]
    [InlineData(0)]
    [InlineData(47)]
    public void What_is_no_whole_image_is_refused(int bytes)
    {
        var refused = Assert.Throws<ArgumentException>(() => ImageSheet.Encode(new byte[bytes], size: 4, columns: 1));

        Assert.Contains($"48 bytes, at least one, but got {bytes} bytes", refused.Message, StringComparison.Ordinal);
    }
}
