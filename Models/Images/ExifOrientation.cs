using SkiaSharp;

namespace Paretune.Models.Images;

/// <summary>Rotates and mirrors stored pixels to the image that viewers show, by EXIF orientations 1 to 8.</summary>
internal static class ExifOrientation
{
    /// <summary>Whether width and height are swapped.</summary>
    public static bool SwapsSides(SKEncodedOrigin origin) => origin >= SKEncodedOrigin.LeftTop;

    /// <summary>
    /// Returns the image as shown: the same bitmap if it is stored upright, otherwise a new one, with the stored one disposed.
    /// </summary>
    public static SKBitmap Create(SKBitmap stored, SKEncodedOrigin origin)
    {
        if (origin == SKEncodedOrigin.TopLeft)
            return stored;
        var (width, height) = SwapsSides(origin) ? (stored.Height, stored.Width) : (stored.Width, stored.Height);
        var shown = new SKBitmap(stored.Info.WithSize(width, height));
        using (stored)
            Copy(stored.PeekPixels(), shown.PeekPixels(), origin);
        return shown;
    }

    private static void Copy(SKPixmap stored, SKPixmap shown, SKEncodedOrigin origin)
    {
        using (stored)
        using (shown)
        {
            var from = stored.GetPixelSpan<uint>();
            var to = shown.GetPixelSpan<uint>();
            for (var y = 0; y < shown.Height; y++)
            {
                for (var x = 0; x < shown.Width; x++)
                {
                    var (column, row) = Source(origin, x, y, stored.Width - 1, stored.Height - 1);
                    to[y * shown.Width + x] = from[row * stored.Width + column];
                }
            }
        }
    }

    /// <summary>
    /// Returns where the pixel shown at x, y is stored. The names of the origins say where the first stored row and column are shown.
    /// </summary>
    private static (int Column, int Row) Source(SKEncodedOrigin origin, int x, int y, int right, int bottom) => origin switch
    {
        SKEncodedOrigin.TopRight => (right - x, y),
        SKEncodedOrigin.BottomRight => (right - x, bottom - y),
        SKEncodedOrigin.BottomLeft => (x, bottom - y),
        SKEncodedOrigin.LeftTop => (y, x),
        SKEncodedOrigin.RightTop => (y, bottom - x),
        SKEncodedOrigin.RightBottom => (right - y, bottom - x),
        SKEncodedOrigin.LeftBottom => (right - y, x),
        _ => (x, y),
    };
}
