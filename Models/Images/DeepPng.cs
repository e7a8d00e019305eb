using System.Buffers.Binary;
using System.IO.Compression;

namespace Paretune.Models.Images;

/// <summary>
/// Decodes PNG files with 16 bits per channel (https://www.w3.org/TR/png-3/). Skia keeps only the upper 8 bits, which leaves 16 grey levels
/// of a 12-bit camera.
/// </summary>
internal sealed class DeepPng
{
    private const int DepthAt = 24, ColourAt = 25, InterlaceAt = 28, HeaderEnd = 29;
    private const int SampleBytes = 2;

    // First column and row, and the column and row steps, of each pass of an interlaced image.
    private static readonly (int X, int Y, int Dx, int Dy)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private readonly byte[] _file;
    private readonly int _channels;

    private DeepPng(byte[] file)
    {
        _file = file;
        Width = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16));
        Height = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20));
        _channels = file[ColourAt] switch { 0 => 1, 2 => 3, 4 => 2, _ => 4 };
    }

    public int Width { get; }
    public int Height { get; }

    /// <summary>Opens a file; null if it is not a PNG with 16 bits per channel.</summary>
    public static DeepPng? Open(byte[] file) =>
        file is [0x89, (byte)'P', (byte)'N', (byte)'G', ..] && file.Length > HeaderEnd && file[DepthAt] == 16 ? new(file) : null;

    /// <summary>Returns red, green and blue of each pixel, row by row. Alpha is dropped; grey is repeated in all three.</summary>
    /// <exception cref="InvalidDataException">The file is incomplete or damaged.</exception>
    public ushort[] Read()
    {
        var pixels = new ushort[3 * Width * Height];
        using var rows = new ZLibStream(new MemoryStream(Compressed()), CompressionMode.Decompress);
        try
        {
            foreach (var pass in _file[InterlaceAt] == 0 ? [(0, 0, 1, 1)] : Passes)
                ReadPass(rows, pass, pixels);
        }
        catch (EndOfStreamException)
        {
            throw new InvalidDataException("this image is incomplete or damaged; copy or download it again");
        }

        return pixels;
    }

    private byte[] Compressed()
    {
        var parts = new MemoryStream();
        for (var at = 8; at + 12 <= _file.Length;)
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(_file.AsSpan(at)), (uint)(_file.Length - at - 8));
            if (_file.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
                parts.Write(_file.AsSpan(at + 8, length));
            at += 12 + length;
        }

        return parts.ToArray();
    }

    private void ReadPass(Stream rows, (int X, int Y, int Dx, int Dy) pass, ushort[] pixels)
    {
        var columns = (Width - pass.X + pass.Dx - 1) / pass.Dx;
        if (columns <= 0)
            return;
        var (above, row) = (new byte[columns * _channels * SampleBytes], new byte[columns * _channels * SampleBytes]);
        for (var y = pass.Y; y < Height; y += pass.Dy)
        {
            var filter = rows.ReadByte();
            rows.ReadExactly(row);
            Unfilter(filter, row, above, _channels * SampleBytes);
            for (var column = 0; column < columns; column++)
                Take(row.AsSpan(column * _channels * SampleBytes), pixels.AsSpan(3 * (y * Width + pass.X + column * pass.Dx), 3));
            (above, row) = (row, above);
        }
    }

    private void Take(ReadOnlySpan<byte> samples, Span<ushort> pixel)
    {
        for (var channel = 0; channel < 3; channel++)
            pixel[channel] = BinaryPrimitives.ReadUInt16BigEndian(samples[(_channels < 3 ? 0 : SampleBytes * channel)..]);
    }

    private static void Unfilter(int filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        for (var at = 0; at < row.Length; at++)
        {
            var (left, up, corner) = (at < step ? 0 : row[at - step], (int)above[at], at < step ? 0 : above[at - step]);
            row[at] += (byte)(filter switch
            {
                0 => 0,
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                4 => Paeth(left, up, corner),
                _ => throw new InvalidDataException($"a row's filter must be 0 to 4, but is {filter}; save the image again"),
            });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        var (toLeft, toUp, toCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - 2 * corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
