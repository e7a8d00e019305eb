using System.Numerics;
using SkiaSharp;

namespace Paretune.Models.Images;

/// <summary>The properties of an image file.</summary>
/// <param name="Width">Width in pixels after rotation by EXIF orientation.</param>
/// <param name="IsDeep">Whether the file stores 16 bits per channel.</param>
/// <param name="Bits">The bits that the values of a 16-bit image use; 0 for other images.</param>
/// <param name="IsGrey">Whether the image is known to have no colour.</param>
public readonly record struct ImageMeasure(int Width, int Height, bool IsDeep, int Bits, bool IsGrey = false)
{
    public int Side => Math.Min(Width, Height);
}

/// <summary>
/// Decodes an image file to a square: applies the EXIF orientation, crops the middle square and resizes it, in RGB or grey. Alpha is
/// dropped; of a GIF, the first frame is used. Imports and <c>classify</c> both use this.
/// </summary>
public static class SquareImage
{
    /// <summary>The bits per channel of 16-bit images that use their full range.</summary>
    public const int AllBits = 16;

    /// <summary>
    /// The maximum pixels of an image, so that a forged header cannot make the process allocate more than 400 MB of RGBA.
    /// </summary>
    public const long MostPixels = 100_000_000;

    private static readonly SKSamplingOptions Smooth = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    /// <summary>Reads the sides from the header, and the bits in use, for which 16-bit files are decoded.</summary>
    /// <exception cref="InvalidDataException">The file is not an image; the message gives the rule and what was found.</exception>
    /// <param name="asksForGrey">
    /// Whether to decode a file whose header does not say if it has colour. Otherwise such a file counts as coloured.
    /// </param>
    public static ImageMeasure Measure(string path, bool asksForGrey = false)
    {
        var file = File.ReadAllBytes(path);
        using var codec = Open(file);
        var deep = DeepPng.Open(file);
        var bits = deep is null ? 0 : BitOperations.Log2(deep.Read().Max()) + 1;
        var isGrey = codec.Info.ColorType == SKColorType.Gray8 || (asksForGrey && HasNoColour(codec));
        return ExifOrientation.SwapsSides(codec.EncodedOrigin)
            ? new(codec.Info.Height, codec.Info.Width, deep is not null, bits, isGrey)
            : new(codec.Info.Width, codec.Info.Height, deep is not null, bits, isGrey);
    }

    /// <summary>Decodes an image into planes of size·size bytes each: red, green and blue, or one of grey.</summary>
    /// <param name="channels">3, or 1 for grey: the luma of a coloured image (ITU-R BT.601, like Pillow's mode L).</param>
    /// <param name="bits">
    /// For 16-bit files, the bits that the dataset's values use, so that a camera's 12 bits become 0 to 255 and not 0 to 15.
    /// </param>
    /// <exception cref="InvalidDataException">The file is incomplete or damaged.</exception>
    public static void Decode(string path, int size, Span<byte> planes, int bits = AllBits, int channels = 3) =>
        Decode(File.ReadAllBytes(path), size, planes, bits, channels);

    /// <inheritdoc cref="Decode(string, int, Span{byte}, int, int)"/>
    /// <param name="file">The image file's content.</param>
    /// <param name="mostPixels">An image with more pixels is rejected by its header, without decoding it.</param>
    public static void Decode(
        byte[] file, int size, Span<byte> planes, int bits = AllBits, int channels = 3, long mostPixels = MostPixels)
    {
        using var codec = Open(file, mostPixels);
        using var whole = ExifOrientation.Create(bits < AllBits && DeepPng.Open(file) is { } deep ? Scale(deep, bits) : Decode(codec),
            codec.EncodedOrigin);
        using var pixels = new SKPixmap(Opaque(whole.Width, whole.Height), whole.GetPixels(), whole.RowBytes);
        using var middle = Middle(pixels);

        // Copied even if the size fits, because the rows of a cropped image are not contiguous.
        using var target = new SKBitmap(Opaque(size, size));
        using var square = target.PeekPixels();
        if (!(middle.Width == size ? middle.ReadPixels(square) : middle.ScalePixels(square, Smooth)))
            throw new InvalidDataException($"this image cannot be resized to {size}×{size} pixels; save it again as PNG");
        if (channels == 1)
            Luma(square, planes);
        else
            Split(square, planes);
    }

    private static SKCodec Open(byte[] file, long mostPixels = MostPixels)
    {
        using var content = SKData.CreateCopy(file);
        var codec = SKCodec.Create(content)
            ?? throw new InvalidDataException(
                $"must be a {ImageFormat.Readable} image, but its content is something else; remove or replace it");
        if ((long)codec.Info.Width * codec.Info.Height <= mostPixels)
            return codec;
        var message = $"an image must have at most {mostPixels:N0} pixels, but has {codec.Info.Width}×{codec.Info.Height}; make it smaller";
        codec.Dispose();
        throw new InvalidDataException(message);
    }

    private static SKBitmap Decode(SKCodec codec)
    {
        var bitmap = new SKBitmap(Stored(codec.Info.Width, codec.Info.Height));
        var result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (result == SKCodecResult.Success)
            return bitmap;
        bitmap.Dispose();
        throw new InvalidDataException($"this image is incomplete or damaged ({result}); copy or download it again");
    }

    private static bool HasNoColour(SKCodec codec)
    {
        using var bitmap = Decode(codec);
        using var pixels = bitmap.PeekPixels();
        var all = pixels.GetPixelSpan<byte>();
        for (var at = 0; at < all.Length; at += 4)
            if (all[at] != all[at + 1] || all[at] != all[at + 2])
                return false;
        return true;
    }

    private static SKBitmap Scale(DeepPng deep, int bits)
    {
        var samples = deep.Read();
        var bitmap = new SKBitmap(Stored(deep.Width, deep.Height));
        using var pixels = bitmap.PeekPixels();
        var target = pixels.GetPixelSpan<byte>();
        var (highest, half) = ((1 << bits) - 1, (1 << bits) / 2 - 1);
        for (var at = 0; at < samples.Length; at++)
            target[at / 3 * 4 + at % 3] = (byte)Math.Min(byte.MaxValue, (samples[at] * byte.MaxValue + half) / highest);
        return bitmap;
    }

    private static SKImageInfo Stored(int width, int height) => new(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);

    private static SKImageInfo Opaque(int width, int height) => new(width, height, SKColorType.Rgb888x, SKAlphaType.Opaque);

    private static SKPixmap Middle(SKPixmap pixels)
    {
        var side = Math.Min(pixels.Width, pixels.Height);
        return pixels.ExtractSubset(SKRectI.Create((pixels.Width - side) / 2, (pixels.Height - side) / 2, side, side))
            ?? throw new InvalidOperationException("the middle square lies inside the image");
    }

    /// <param name="pixels">A square image with contiguous rows.</param>
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

    private static void Luma(SKPixmap pixels, Span<byte> plane)
    {
        var source = pixels.GetPixelSpan<byte>();
        for (var y = 0; y < pixels.Height; y++)
        {
            for (var x = 0; x < pixels.Width; x++)
            {
                var pixel = source.Slice(y * pixels.RowBytes + 4 * x, 3);
                // 0.299, 0.587 and 0.114 as 65536ths. They sum to 65536, so grey pixels keep their exact value.
                plane[y * pixels.Width + x] = (byte)((19595 * pixel[0] + 38470 * pixel[1] + 7471 * pixel[2] + 32768) >> 16);
            }
        }
    }
}
