using System.IO.Compression;
using Paretune.Storage.Datasets;

namespace Paretune.Dashboard.Tests.Datasets;

/// <summary>Archives of a folder of images for each class.</summary>
internal static class ImageArchive
{
    private const int Size = 64;

    private static readonly byte[] Image = ImageSheet.Encode(new byte[3 * Size * Size], Size, columns: 1);

    /// <summary>One that can be imported, with so many bytes of no image in it.</summary>
    public static byte[] Sound(int ballast) => Zip(
        ("cat/1.png", Image), ("cat/2.png", Image), ("dog/1.png", Image), ("dog/2.png", Image), ("cat/notes", Noise(ballast)));

    /// <summary>One with an image of each class that does not decode.</summary>
    public static byte[] Broken() => Zip(("cat/1.png", [1]), ("cat/2.png", Image), ("dog/1.png", [1]), ("dog/2.png", Image));

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
