using Paretune.Models.Images;
using SkiaSharp;

namespace Paretune.Models.Tests.Images;

/// <summary>Images are read as viewers show them, whatever orientation is stored.</summary>
public sealed class OrientationTests : IDisposable
{
    private const int Block = 16;

    private static readonly Dictionary<char, SKColor> Colours = new()
    {
        ['a'] = SKColors.Red,
        ['b'] = SKColors.Lime,
        ['c'] = SKColors.Blue,
        ['d'] = SKColors.White,
        ['e'] = SKColors.Black,
        ['f'] = SKColors.Yellow,
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("paretune-images-");

    // All of them show abc above def.
    [Theory]
    [InlineData(1, "abc", "def")]
    [InlineData(2, "cba", "fed")]
    [InlineData(3, "fed", "cba")]
    [InlineData(4, "def", "abc")]
    [InlineData(5, "ad", "be", "cf")]
    [InlineData(6, "cf", "be", "ad")]
    [InlineData(7, "fc", "eb", "da")]
    [InlineData(8, "da", "eb", "fc")]
    public void Every_orientation_is_turned_upright(byte orientation, params string[] stored)
    {
        var path = Save(orientation, stored);
        var planes = new byte[3 * 32 * 32];

        var measure = SquareImage.Measure(path);
        SquareImage.Decode(path, 32, planes);

        Assert.Equal((48, 32), (measure.Width, measure.Height));
        // The middle square of 48×32 loses half of the outer blocks.
        Assert.Equal("abcdef", string.Concat(new[] { (4, 8), (16, 8), (28, 8), (4, 24), (16, 24), (28, 24) }.Select(at => Nearest(planes,
            at.Item1, at.Item2))));
    }

    [Fact]
    public void The_camera_s_picture_equals_the_plain_one()
    {
        var turned = Planes(Cases.PathOf("exif-orientation-3-up.jpg"));
        var plain = Planes(Cases.PathOf("plain-up.jpg"));

        Assert.True(turned.Zip(plain).Average(pair => Math.Abs(pair.First - pair.Second)) < 6);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static byte[] Planes(string path)
    {
        var planes = new byte[3 * 64 * 64];
        SquareImage.Decode(path, 64, planes);
        return planes;
    }

    private string Save(byte orientation, string[] rows)
    {
        using var bitmap = new SKBitmap(rows[0].Length * Block, rows.Length * Block);
        for (var y = 0; y < bitmap.Height; y++)
            for (var x = 0; x < bitmap.Width; x++)
                bitmap.SetPixel(x, y, Colours[rows[y / Block][x / Block]]);
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 100);
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
        ];
        var path = Path.Combine(_folder.FullName, "turned.jpg");
        var bytes = jpeg.ToArray();
        File.WriteAllBytes(path, [.. bytes[..2], .. exif, .. bytes[2..]]);
        return path;
    }

    private static char Nearest(byte[] planes, int x, int y)
    {
        var (red, green, blue) = (planes[y * 32 + x], planes[1024 + y * 32 + x], planes[2048 + y * 32 + x]);
        return Colours.MinBy(
            one => Math.Abs(one.Value.Red - red) + Math.Abs(one.Value.Green - green) + Math.Abs(one.Value.Blue - blue)).Key;
    }
}
