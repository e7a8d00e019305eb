using System.IO.Compression;
using Paretune.Storage.Datasets;

namespace Paretune.Dashboard.Tests.Datasets;

/// <summary>Creates archives with a folder of images for each class.</summary>
internal static class ImageArchive
{
    private const int Size = 64;

    private static readonly byte[] Image = Plain(0);

    /// <summary>Creates an archive that can be imported, with this many bytes that are not an image.</summary>
    public static byte[] Sound(int ballast) => Zip(
        ("cat/1.png", Image), ("cat/2.png", Image), ("dog/1.png", Image), ("dog/2.png", Image), ("cat/notes", Noise(ballast)));

    /// <summary>Creates an archive with enough images to train on.</summary>
    /// <param name="level">The grey level of the dogs.</param>
    public static byte[] Many(byte level)
    {
        var dog = Plain(level);
        return Zip([.. Enumerable.Range(1, 10).SelectMany(number => new[] { ($"cat/{number}.png", Image), ($"dog/{number}.png", dog) })]);
    }

    /// <summary>Creates an archive in which each class has an image that does not decode.</summary>
    public static byte[] Broken() => Zip(("cat/1.png", [1]), ("cat/2.png", Image), ("dog/1.png", [1]), ("dog/2.png", Image));

    private static byte[] Plain(byte level)
    {
        var pixels = new byte[3 * Size * Size];
        Array.Fill(pixels, level);
        return ImageSheet.Encode(pixels, Size, columns: 1);
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }

        return archive.ToArray();
    }

    private static byte[] Noise(int bytes)
    {
        var noise = new byte[bytes];
        new Random(1).NextBytes(noise);
        return noise;
    }
}
