using System.Security.Cryptography;
using Paretune.Storage.Datasets;

namespace Paretune.Storage.Tests.Datasets;

public sealed class ShapesTests : IDisposable
{
    private readonly DatasetStore _store = new(Path.Combine(Path.GetTempPath(), "paretune-no-such-home"));

    public void Dispose() => _store.Dispose();

    [Fact]
    public void It_is_there_without_any_import()
    {
        var dataset = Assert.Single(_store.List());

        Assert.Equal(
            ("shapes", 10, 32, 2000, 500), (dataset.Name, dataset.Classes.Length, dataset.Size, dataset.TrainImages, dataset.TestImages));
    }

    [Fact]
    public void Its_images_are_the_same_bytes_everywhere()
    {
        var data = _store.Open("shapes");

        var digest = Convert.ToHexStringLower(SHA256.HashData([.. data.Train.Pixels, .. data.Test.Pixels]));
        Assert.StartsWith("6c5b8227eb6b0dd9288703b334cd2098670af658b0b5c218c9", digest);
    }

    [Fact]
    public void Every_class_has_as_many_images()
    {
        var data = _store.Open("shapes");

        Assert.All(data.Train.Labels.CountBy(label => label), count => Assert.Equal(200, count.Value));
        Assert.All(data.Test.Labels.CountBy(label => label), count => Assert.Equal(50, count.Value));
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(4, 0, true)]
    [InlineData(0, 4, true)]
    [InlineData(4, 4, false)]
    public void A_class_outlives_mirroring_and_shifts_of_4_pixels(int left, int top, bool mirrored)
    {
        var test = _store.Open("shapes").Test;

        var right = Enumerable.Range(0, 100).Count(image => Read(test, image, left, top, mirrored) == test.Labels[image]);

        Assert.InRange(right, 97, 100);
    }

    /// <summary>Returns the class of the 28×28 pixels that remain after a shift.</summary>
    private static int Read(ImageSplit split, int image, int left, int top, bool mirrored) =>
        new ShapesReader(
            (channel, x, y) => split.Pixels[((image * 3 + channel) * 32 + y + top) * 32 + left + (mirrored ? 27 - x : x)], 28).Class();
}
