using SkiaSharp;

namespace Paretune.Storage.Datasets;

/// <summary>Encodes many images of a dataset as one PNG: tiles row by row, each pixel enlarged to a square.</summary>
public static class ImageSheet
{
    // In pixels; smaller tiles are hard to recognize on a page.
    private const int LeastTile = 64;

    // Red, green, blue, alpha.
    private const int PixelBytes = 4;

    /// <summary>Returns the side of a tile in pixels: the smallest multiple of the image's size that is at least 64.</summary>
    public static int TileSize(int imageSize) => imageSize * Enlarged(imageSize);

    /// <summary>Encodes a sheet, always <paramref name="columns"/> tiles wide; the rest of the last row is transparent.</summary>
    /// <param name="images">[n, channels, size, size] uint8; n is at least 1.</param>
    /// <param name="channels">3 for red, green and blue, or 1 for grey.</param>
    public static byte[] Encode(ReadOnlySpan<byte> images, int size, int columns, int channels = 3)
    {
        var (imageBytes, tile) = (channels * size * size, TileSize(size));
        if (images.Length == 0 || images.Length % imageBytes != 0)
            throw new ArgumentException(
                $"a sheet must hold whole images of {imageBytes} bytes, at least one, but got {images.Length} bytes", nameof(images));
        var count = images.Length / imageBytes;
        var width = columns * tile;
        var pixels = new byte[PixelBytes * width * tile * ((count + columns - 1) / columns)];
        for (var at = 0; at < count; at++)
        {
            var corner = at / columns * tile * width + at % columns * tile;
            Place(images.Slice(at * imageBytes, imageBytes), size, pixels.AsSpan(PixelBytes * corner), width);
        }

        return Png(pixels, width);
    }

    private static int Enlarged(int imageSize) => (LeastTile + imageSize - 1) / imageSize;

    /// <param name="target">The sheet from the tile's first pixel on.</param>
    private static void Place(ReadOnlySpan<byte> image, int size, Span<byte> target, int sheetWidth)
    {
        var (factor, plane) = (Enlarged(size), size * size);
        for (var y = 0; y < size * factor; y++)
        {
            var row = target.Slice(PixelBytes * y * sheetWidth, PixelBytes * size * factor);
            for (var x = 0; x < size * factor; x++)
            {
                var from = y / factor * size + x / factor;
                var pixel = row.Slice(PixelBytes * x, PixelBytes);
                // A grey image has one plane, which is used for all three.
                for (var channel = 0; channel < 3; channel++)
                    pixel[channel] = image[(channel * plane + from) % image.Length];
                pixel[3] = byte.MaxValue;
            }
        }
    }

    private static byte[] Png(byte[] pixels, int width)
    {
        var height = pixels.Length / PixelBytes / width;
        using var image = SKImage.FromPixelCopy(
            new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul), pixels, PixelBytes * width);
        using var png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }
}
