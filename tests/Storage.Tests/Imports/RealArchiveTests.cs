using System.Diagnostics;
using System.Security.Cryptography;
using Paretune.Storage.Datasets;

namespace Paretune.Storage.Tests.Imports;

/// <summary>The real archives in <c>shared/data</c> beside the repository.</summary>
public sealed class RealArchiveTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Cifar10_is_taken_over_byte_by_byte()
    {
        var result = await Timed("import", () => _folder.Store.Import("cifar10", Cases.DatasetOf("cifar-10-binary.tar.gz")));
        var data = await Timed("load", () => Task.FromResult(_folder.Store.Open("cifar10")));

        Assert.Empty(result.Errors);
        Assert.Equal(["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"], data.Dataset.Classes);
        Assert.Equal((50_000, 10_000, 32), (data.Dataset.TrainImages, data.Dataset.TestImages, data.Dataset.Size));
        Assert.Equal(
            "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
            Convert.ToHexStringLower(SHA256.HashData(Records(data.Test))));
    }

    [Fact]
    public async Task Tiny_imagenet_decodes_grey_images_too()
    {
        var result = await Timed("import", () => _folder.Store.Import("tiny-imagenet", Cases.DatasetOf("tiny-imagenet-10of200.tar.gz")));
        var data = await Timed("load", () => Task.FromResult(_folder.Store.Open("tiny-imagenet")));

        Assert.Empty(result.Errors);
        Assert.Equal((1000, 200, 64), (data.Dataset.TrainImages, data.Dataset.TestImages, data.Dataset.Size));
        Assert.Equal("goldfish", data.Dataset.Classes[0]);
        Assert.All(data.Train.Labels.CountBy(label => label), count => Assert.Equal(100, count.Value));
        Assert.InRange(data.Train.Pixels.Chunk(3 * 64 * 64).Count(IsGrey), 10, 24);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Returns the split as the original file stores it: label, pixels, label, pixels.</summary>
    private static byte[] Records(ImageSplit split) =>
        [.. split.Labels.Zip(split.Pixels.Chunk(3072)).SelectMany(record => record.Second.Prepend((byte)record.First))];

    private static bool IsGrey(byte[] image) =>
        image.AsSpan(0, 4096).SequenceEqual(image.AsSpan(4096, 4096)) && image.AsSpan(0, 4096).SequenceEqual(image.AsSpan(8192));

    private async Task<T> Timed<T>(string what, Func<Task<T>> action)
    {
        var watch = Stopwatch.StartNew();
        var result = await action();
        output.WriteLine($"{what}: {watch.Elapsed.TotalSeconds:F2} s");
        return result;
    }
}
