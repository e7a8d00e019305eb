namespace Paretune.Models.Images;

/// <summary>The kind of a file in an import of images.</summary>
public enum ImageKind
{
    /// <summary>An image that <see cref="SquareImage"/> decodes.</summary>
    Readable,

    /// <summary>An image in a format that is not decoded, such as TIFF or HEIC.</summary>
    Foreign,

    /// <summary>Not an image.</summary>
    Other,
}

/// <summary>Recognizes image files by their extension, or by their first bytes if the extension is unknown.</summary>
public static class ImageFormat
{
    /// <summary>The formats that are decoded, for messages.</summary>
    public const string Readable = "PNG, JPEG, WebP, BMP or GIF";

    private const int StartBytes = 16;

    private static readonly HashSet<string> ReadableEndings = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".bmp", ".dib", ".gif",
    };

    private static readonly HashSet<string> ForeignEndings = new(StringComparer.OrdinalIgnoreCase)
    {
        ".tif", ".tiff", ".heic", ".heif", ".avif", ".jxl", ".jp2", ".j2k", ".svg", ".psd", ".ppm", ".pgm", ".pnm", ".pbm", ".tga", ".ico",
        ".exr", ".dng", ".cr2", ".nef", ".arw", ".dcm",
    };

    public static ImageKind Detect(string path)
    {
        var ending = Path.GetExtension(path);
        return ReadableEndings.Contains(ending) ? ImageKind.Readable
            : ForeignEndings.Contains(ending) ? ImageKind.Foreign
            : Sniffed(Start(path), new FileInfo(path).Length);
    }

    /// <summary>Recognizes a file by its first bytes only.</summary>
    public static ImageKind Detect(ReadOnlySpan<byte> content) => Sniffed(content[..Math.Min(StartBytes, content.Length)], content.Length);

    private static byte[] Start(string path)
    {
        var start = new byte[StartBytes];
        using var file = File.OpenRead(path);
        var count = file.ReadAtLeast(start, StartBytes, throwOnEndOfStream: false);
        return start[..count];
    }

    private static ImageKind Sniffed(ReadOnlySpan<byte> start, long length) => start switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] or [0xFF, 0xD8, 0xFF, ..] or [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] =>
            ImageKind.Readable,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => ImageKind.Readable,
        // Two letters alone prove little, so the length in the bitmap's header must match too.
        [(byte)'B', (byte)'M', ..] when start.Length >= 6 && BitConverter.ToUInt32(start[2..6]) == length =>
            ImageKind.Readable,
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => ImageKind.Foreign,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'h', (byte)'e', (byte)'i', ..] => ImageKind.Foreign,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'a', (byte)'v', (byte)'i', (byte)'f', ..] => ImageKind.Foreign,
        _ => ImageKind.Other,
    };
}
