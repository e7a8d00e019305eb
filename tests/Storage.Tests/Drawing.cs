using SkiaSharp;

namespace Paretune.Storage.Tests;

/// <summary>Image files to import.</summary>
internal static class Drawing
{
    /// <summary>Of one colour.</summary>
    public static void Save(string path, SKColor color, int width = 16, int height = 16, SKColorType type = SKColorType.Rgba8888)
    {
        using var bitmap = new SKBitmap(
            new SKImageInfo(width, height, type, type == SKColorType.Gray8 ? SKAlphaType.Opaque : SKAlphaType.Unpremul));
        bitmap.Erase(color);
        Save(path, bitmap);
    }

    public static void Save(string path, SKBitmap bitmap)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var format = Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase)
            ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg;
        using var data = bitmap.Encode(format, quality: 100);
        File.WriteAllBytes(path, data.ToArray());
    }
}
