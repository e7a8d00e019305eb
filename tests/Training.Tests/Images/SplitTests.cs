using Paretune.Training.Images;
using Paretune.Training.Libtorch;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Images;

public sealed class SplitTests
{
    // 600 of one class, 300 of another, 100 of a third.
    private static readonly long[] Labels = [.. Enumerable.Range(0, 1000).Select(image => image % 10 < 6 ? 0L : image % 10 < 9 ? 1L : 2L)];

    public SplitTests() => LibtorchLoader.Load();

    [Theory]
    [InlineData(100, 60, 30, 10)]
    [InlineData(55, 33, 17, 5)]
    public void A_part_holds_every_class_in_proportion(int images, int first, int second, int third)
    {
        var (train, validation) = Draw(seed: 1, images);

        long[] all = [.. train, .. validation];
        Assert.Equal(images, all.Distinct().Count());
        Assert.Equal(images / 10, validation.Length);
        Assert.Equal([first, second, third], all.CountBy(image => Labels[image]).OrderBy(count => count.Key).Select(count => count.Value));
    }

    [Fact]
    public void A_part_is_drawn_by_the_seed()
    {
        var one = Draw(seed: 1, 100);

        Assert.Equal(one.Train, Draw(seed: 1, 100).Train);
        Assert.NotEqual(one.Train.Order(), Draw(seed: 2, 100).Train.Order());
    }

    [Fact]
    public void All_images_as_a_part_are_split_as_all_images()
    {
        var (train, validation) = Draw(seed: 1, images: null);

        Assert.Equal((900, 100), (train.Length, validation.Length));
        Assert.Equal(train, Draw(seed: 1, Labels.Length).Train);
    }

    [Theory]
    [InlineData(null, 900)]
    [InlineData(100, 100)]
    public void The_images_that_a_dataset_keeps_validate_and_no_others(int? images, int training)
    {
        var (train, validation) = Draw(seed: 1, images, kept: 100);

        Assert.Equal(Enumerable.Range(900, 100).Select(image => (long)image), validation);
        Assert.Equal(training, train.Distinct().Count());
        Assert.All(train, image => Assert.InRange(image, 0, 899));
    }

    private static (long[] Train, long[] Validation) Draw(long seed, int? images, int kept = 0)
    {
        using var labels = tensor(Labels);
        using var split = new Split(labels, seed, CPU, images, kept);
        return ([.. split.Train.data<long>()], [.. split.Validation.data<long>()]);
    }
}
