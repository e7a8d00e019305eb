using System.Security.Cryptography;
using Paretune.Training.Datasets;

namespace Paretune.Training.Tests.Datasets;

public sealed class ShapesTests
{
    private readonly DatasetStore store = new(Path.Combine(Path.GetTempPath(), "paretune-no-such-home"));

    [Fact]
    public void It_is_there_without_any_import()
    {
        var dataset = Assert.Single(store.List());

        Assert.Equal(("shapes", 10, 32, 2000, 500), (dataset.Name, dataset.Classes.Length, dataset.Size, dataset.TrainImages, dataset.TestImages));
    }

    [Fact]
    public void Its_images_are_the_same_bytes_everywhere()
    {
        var data = store.Open("shapes");

        Assert.StartsWith("6c5b8227eb6b0dd9288703b334cd2098670af658b0b5c218c9", Convert.ToHexStringLower(SHA256.HashData([.. data.Train.Pixels, .. data.Test.Pixels])));
    }

    [Fact]
    public void Every_class_has_as_many_images()
    {
        var data = store.Open("shapes");

        Assert.All(data.Train.Labels.CountBy(label => label), count => Assert.Equal(200, count.Value));
        Assert.All(data.Test.Labels.CountBy(label => label), count => Assert.Equal(50, count.Value));
    }
}
