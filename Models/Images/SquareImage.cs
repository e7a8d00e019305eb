using SkiaSharp;

namespace Paretune.Models.Images;

/// <summary>Reads a PNG or JPEG file as a square RGB image: its middle square, resized. Grey becomes RGB, alpha is dropped.</summary>
public static class SquareImage
{
    // Bounds what one forged header can make us allocate: 400 MB of RGBA.
    private const long MostPixels = 100_000_000;

    private static readonly SKSamplingOptions Smooth = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    /// <summary>The shorter side in pixels, from the header alone.</summary>
    /// <exception cref="InvalidDataException">The file is no image; the message says the rule and what was found.</exception>
    public static int Side(string path)
    {
        using var codec = Open(path);
        return Math.Min(codec.Info.Width, codec.Info.Height);
    }

    /// <summary>Decodes into the red, green and blue planes of size·size bytes each.</summary>
    /// <exception cref="InvalidDataException">The file does not decode to its end.</exception>
    public static void Decode(string path, int size, Span<byte> planes)
    {
        using var codec = Open(path);
        using var whole = DecodeWhole(codec);
        using var pixels = new SKPixmap(Opaque(whole.Width, whole.Height), whole.GetPixels(), whole.RowBytes);
        using var middle = Middle(pixels);

        // A copy even where the size fits: the middle of a wide image has the rows of the whole, with gaps between them.
        using var target = new SKBitmap(Opaque(size, size));
        using var square = target.PeekPixels();
        if (!(middle.Width == size ? middle.ReadPixels(square) : middle.ScalePixels(square, Smooth)))
            throw new InvalidDataException($"an image must resize to {size}×{size} pixels, but this one does not; save it again as PNG");
        Split(square, planes);
    }

    private static SKCodec Open(string path)
    {
        using var content = SKData.CreateCopy(File.ReadAllBytes(path));
        var codec = SKCodec.Create(content)
            ?? throw new InvalidDataException("must be a PNG or JPEG image, but its content is something else; remove or replace it");
        if ((long)codec.Info.Width * codec.Info.Height <= MostPixels)
            return codec;
        var message = $"an image must have at most {MostPixels:N0} pixels, but has {codec.Info.Width}×{codec.Info.Height}; make it smaller";
        codec.Dispose();
        throw new InvalidDataException(message);
    }

    private static SKBitmap DecodeWhole(SKCodec codec)
    {
        var bitmap = new SKBitmap(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        var result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (result == SKCodecResult.Success)
            return bitmap;
        bitmap.Dispose();
        throw new InvalidDataException($"an image must decode to its end, but this one gives {result}; copy or download it again");
    }

    private static SKImageInfo Opaque(int width, int height) => new(width, height, SKColorType.Rgb888x, SKAlphaType.Opaque);

    private static SKPixmap Middle(SKPixmap pixels)
    {
        var side = Math.Min(pixels.Width, pixels.Height);
        return pixels.ExtractSubset(SKRectI.Create((pixels.Width - side) / 2, (pixels.Height - side) / 2, side, side))
            ?? throw new InvalidOperationException("the middle square lies inside the image");
    }

    /// <param name="pixels">Square, without gaps between its rows.</param>
    private static void Split(SKPixmap pixels, Span<byte> planes)
    {
        var (size, plane) = (pixels.Width, pixels.Width * pixels.Width);
        var source = pixels.GetPixelSpan<byte>();
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                for (var channel = 0; channel < 3; channel++)
                    planes[channel * plane + y * size + x] = source[y * pixels.RowBytes + 4 * x + channel];
            }
        }
    }
}
