using Paretune.Storage.Datasets;
using Paretune.Training.Libtorch;
using Paretune.Training.Trainers;

namespace Paretune.Training.Tests.Trainers;

public sealed class ImagePartTests
{
    private static readonly ImageData Shapes = new DatasetStore("").Open("shapes");

    public ImagePartTests() => LibtorchLoader.Load();

    [Fact]
    public void So_many_images_are_handed_out_each_class_in_proportion_with_its_own_pixels()
    {
        var part = ImagePart.Create(Shapes, seed: 1, trainImages: 50);

        var size = 3 * Shapes.Dataset.Size * Shapes.Dataset.Size;
        var known = Shapes.Train.Pixels.Chunk(size).Zip(Shapes.Train.Labels).Select(
            image => (Convert.ToHexString(image.First), image.Second)).ToHashSet();
        Assert.Equal(50, part.Dataset.TrainImages);
        Assert.All(part.Train.Labels.CountBy(label => label), count => Assert.Equal(5, count.Value));
        Assert.All(
            part.Train.Pixels.Chunk(size).Zip(part.Train.Labels),
            image => Assert.Contains((Convert.ToHexString(image.First), image.Second), known));
        Assert.Same(Shapes.Test, part.Test);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2000)]
    public void All_of_them_are_handed_out_as_they_are(int? images) => Assert.Same(Shapes, ImagePart.Create(Shapes, seed: 1, images));

    [Fact]
    public void The_same_seed_hands_out_the_same_images() =>
        Assert.Equal(
            ImagePart.Create(Shapes, seed: 3, trainImages: 40).Train.Pixels,
                ImagePart.Create(Shapes, seed: 3, trainImages: 40).Train.Pixels);
}
