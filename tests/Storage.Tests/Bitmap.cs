namespace Paretune.Storage.Tests;

/// <summary>Image files in formats that Skia reads but does not write.</summary>
internal static class Bitmap
{
    /// <summary>A GIF of one transparent pixel.</summary>
    public static byte[] Gif { get; } = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    /// <summary>Creates a black bitmap with 24 bits per pixel.</summary>
    public static byte[] Compute(int side)
    {
        var row = (3 * side + 3) / 4 * 4;
        var file = new byte[54 + row * side];
        "BM"u8.CopyTo(file);
        BitConverter.TryWriteBytes(file.AsSpan(2), file.Length);
        BitConverter.TryWriteBytes(file.AsSpan(10), 54);
        BitConverter.TryWriteBytes(file.AsSpan(14), 40);
        BitConverter.TryWriteBytes(file.AsSpan(18), side);
        BitConverter.TryWriteBytes(file.AsSpan(22), side);
        BitConverter.TryWriteBytes(file.AsSpan(26), (short)1);
        BitConverter.TryWriteBytes(file.AsSpan(28), (short)24);
        return file;
    }
}
