using System.Buffers.Binary;
using System.IO.Compression;
using SkiaSharp;

namespace Paretune.Storage.Tests;

/// <summary>Creates image files to import.</summary>
internal static class Drawing
{
    /// <summary>Saves an image of one colour.</summary>
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

    /// <summary>Saves a grey 16-bit PNG with given pixel values, which Skia cannot write.</summary>
    public static void SaveDeep(string path, int side, Func<int, int> value)
    {
        var rows = new MemoryStream();
        for (var at = 0; at < side * side; at++)
        {
            if (at % side == 0)
                rows.WriteByte(0); // no filter
            rows.Write([(byte)(value(at) >> 8), (byte)value(at)]);
        }

        var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionMode.Compress, leaveOpen: true))
            zip.Write(rows.ToArray());
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(
            path,
            [
                0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n',
                .. Chunk("IHDR"u8, [0, 0, 0, (byte)side, 0, 0, 0, (byte)side, 16, 0, 0, 0, 0]), .. Chunk("IDAT"u8, packed.ToArray()),
                .. Chunk("IEND"u8, []),
            ]);
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] body = [.. type, .. data];
        var chunk = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        body.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(body.Length + 4), Crc32(body));
        return chunk;
    }

    /// <summary>Computes the CRC-32 that PNG and ZIP use.</summary>
    public static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }

        return ~crc;
    }
}
