using System.Buffers.Binary;
using System.IO.Compression;
using Paretune.Models.Images;

namespace Paretune.Models.Tests.Images;

/// <summary>16-bit PNG files with every filter, colour type and interlacing.</summary>
public sealed class DeepPngTests : IDisposable
{
    private const int Side = 9;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("paretune-images-");

    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(0, 1, true)]
    [InlineData(2, 3, false)]
    [InlineData(2, 3, true)]
    [InlineData(4, 2, false)]
    [InlineData(6, 4, true)]
    public void Every_sample_is_read(byte colour, int channels, bool interlaced)
    {
        var random = new Random(1);
        var samples = Enumerable.Range(0, Side * Side * channels).Select(_ => (ushort)random.Next(4096)).ToArray();
        samples[0] = 4095;
        var path = Path.Combine(_folder.FullName, "deep.png");
        File.WriteAllBytes(path, Encode(samples, colour, channels, interlaced));
        var planes = new byte[3 * Side * Side];

        var measure = SquareImage.Measure(path);
        SquareImage.Decode(path, Side, planes, measure.Bits);

        Assert.Equal((true, 12), (measure.IsDeep, measure.Bits));
        Assert.Equal(
            Enumerable.Range(0, planes.Length).Select(at => (byte)Math.Round(
                samples[at % (Side * Side) * channels + (channels < 3 ? 0 : at / (Side * Side))] * 255 / 4095.0)),
            planes);
    }

    [Fact]
    public void A_camera_s_twelve_bits_are_not_sixteen_levels()
    {
        var path = Cases.PathOf("12-bit-data-in-16-bit.png");
        var planes = new byte[3 * 32 * 32];

        SquareImage.Decode(path, 32, planes, SquareImage.Measure(path).Bits);

        Assert.InRange(planes.Distinct().Count(), 30, 256);
        Assert.InRange(planes.Max(), 240, 255);
    }

    [Fact]
    public void A_file_that_ends_early_is_refused()
    {
        var path = Path.Combine(_folder.FullName, "short.png");
        var whole = Encode(new ushort[Side * Side], 0, 1, interlaced: false);
        File.WriteAllBytes(path, whole[..60]);

        Assert.Throws<InvalidDataException>(() => SquareImage.Measure(path));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static byte[] Encode(ushort[] samples, byte colour, int channels, bool interlaced)
    {
        (int X, int Y, int Dx, int Dy)[] passes = interlaced
            ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)] : [(0, 0, 1, 1)];
        var rows = new MemoryStream();
        foreach (var (fromX, fromY, dx, dy) in passes)
        {
            byte[]? above = null;
            for (var y = fromY; y < Side; y += dy)
            {
                var row = new MemoryStream();
                for (var x = fromX; x < Side; x += dx)
                    foreach (var sample in samples.AsSpan((y * Side + x) * channels, channels))
                        row.Write([(byte)(sample >> 8), (byte)sample]);
                var plain = row.ToArray();
                Filter(rows, y % 5, plain, above ?? new byte[plain.Length], 2 * channels);
                above = plain;
            }
        }

        var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionMode.Compress, leaveOpen: true))
            zip.Write(rows.ToArray());
        return
        [
            0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n',
            .. Chunk("IHDR"u8, [0, 0, 0, Side, 0, 0, 0, Side, 16, colour, 0, 0, (byte)(interlaced ? 1 : 0)]),
            .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, []),
        ];
    }

    private static void Filter(MemoryStream rows, int filter, byte[] row, byte[] above, int step)
    {
        rows.WriteByte((byte)filter);
        for (var at = 0; at < row.Length; at++)
        {
            var (left, up, corner) = (at < step ? 0 : row[at - step], above[at], at < step ? 0 : above[at - step]);
            var paeth = new[] { left, up, corner }.MinBy(near => Math.Abs(left + up - corner - near));
            rows.WriteByte((byte)(row[at] - filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => paeth }));
        }
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

    private static uint Crc32(byte[] bytes)
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
