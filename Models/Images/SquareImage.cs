using System.Numerics;
using SkiaSharp;

namespace Paretune.Models.Images;

/// <summary>The properties of an image file.</summary>
/// <param name="Width">In pixels, of the picture as viewers show it.</param>
/// <param name="IsDeep">Whether it stores 16 bits a channel.</param>
/// <param name="Bits">Bits that its values use where it does; 0 of all others.</param>
/// <param name="IsGrey">Whether it is known to have no colour.</param>
public readonly record struct ImageMeasure(int Width, int Height, bool IsDeep, int Bits, bool IsGrey = false)
{
    public int Side => Math.Min(Width, Height);
}

/// <summary>
/// Reads an image file as a square image: turned as viewers show it, its middle square, resized, in RGB or in grey. Alpha is dropped, of a
/// GIF the first frame is taken. An import and <c>classify</c> both read images here.
/// </summary>
public static class SquareImage
{
    /// <summary>Bits a channel of images that use all of what they store.</summary>
    public const int AllBits = 16;

    /// <summary>Bounds what one forged header can make us allocate: 400 MB of RGBA.</summary>
    public const long MostPixels = 100_000_000;

    private static readonly SKSamplingOptions Smooth = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    /// <summary>The sides from the header alone, and the bits in use, for which files of 16 bits a channel are decoded.</summary>
    /// <exception cref="InvalidDataException">The file is no image; the message says the rule and what was found.</exception>
    /// <param name="asksForGrey">Decodes a file whose header leaves it open whether it has colour; otherwise such a file counts as one with
    /// colour.</param>
    public static ImageMeasure Measure(string path, bool asksForGrey = false)
    {
        var file = File.ReadAllBytes(path);
        using var codec = Open(file);
        var deep = DeepPng.Open(file);
        var bits = deep is null ? 0 : BitOperations.Log2(deep.Read().Max()) + 1;
        var isGrey = codec.Info.ColorType == SKColorType.Gray8 || (asksForGrey && HasNoColour(codec));
        return Upright.SwapsSides(codec.EncodedOrigin)
            ? new(codec.Info.Height, codec.Info.Width, deep is not null, bits, isGrey)
            : new(codec.Info.Width, codec.Info.Height, deep is not null, bits, isGrey);
    }

    /// <summary>Decodes into planes of size·size bytes each: red, green and blue, or one of grey.</summary>
    /// <param name="channels">3, or 1 for grey: the luma of a picture with colour (ITU-R BT.601, as Pillow's mode L).</param>
    /// <param name="bits">
    /// Of files that store 16 bits a channel, how many the dataset's values use: a camera's 12 bits become 0 to 255, not 0 to 15.
    /// </param>
    /// <exception cref="InvalidDataException">The file is incomplete or damaged.</exception>
    public static void Decode(string path, int size, Span<byte> planes, int bits = AllBits, int channels = 3) =>
        Decode(File.ReadAllBytes(path), size, planes, bits, channels);

    /// <inheritdoc cref="Decode(string, int, Span{byte}, int, int)"/>
    /// <param name="file">The image file's content.</param>
    /// <param name="mostPixels">A larger image is refused by its header, before it is decoded.</param>
    public static void Decode(
        byte[] file, int size, Span<byte> planes, int bits = AllBits, int channels = 3, long mostPixels = MostPixels)
    {
        using var codec = Open(file, mostPixels);
        using var whole = Upright.Create(bits < AllBits && DeepPng.Open(file) is { } deep ? Scale(deep, bits) : Decode(codec),
            codec.EncodedOrigin);
        using var pixels = new SKPixmap(Opaque(whole.Width, whole.Height), whole.GetPixels(), whole.RowBytes);
        using var middle = Middle(pixels);

        // A copy even where the size fits: the middle of a wide image has the rows of the whole, with gaps between them.
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

    private static void Luma(SKPixmap pixels, Span<byte> plane)
    {
        var source = pixels.GetPixelSpan<byte>();
        for (var y = 0; y < pixels.Height; y++)
        {
            for (var x = 0; x < pixels.Width; x++)
            {
                var pixel = source.Slice(y * pixels.RowBytes + 4 * x, 3);
                // 0.299, 0.587 and 0.114 in 65536ths: grey stays exactly what it is.
                plane[y * pixels.Width + x] = (byte)((19595 * pixel[0] + 38470 * pixel[1] + 7471 * pixel[2] + 32768) >> 16);
            }
        }
    }
}
