using Paretune.Training.Images;
using Paretune.Training.Libtorch;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Images;

public sealed class SplitTests
{
    // 600 images of one class, 300 of another, 100 of a third.
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

    [Theory]
    [InlineData(new[] { 600, 300, 100 }, new[] { 60, 30, 10 })]
    [InlineData(new[] { 400, 100, 7 }, new[] { 39, 10, 1 })] // in proportion, the rare class would get none
    [InlineData(new[] { 90, 1, 9 }, new[] { 9, 0, 1 })] // a single image must be trained on
    [InlineData(new[] { 3, 3, 3, 3 }, new[] { 1, 1, 1, 1 })] // a tenth would be too few
    public void Validation_has_every_class_in_proportion_and_at_least_one_image_of_each(int[] counts, int[] validate)
    {
        using var labels = tensor(counts.SelectMany((count, label) => Enumerable.Repeat((long)label, count)).ToArray());
        using var split = new Split(labels, seed: 3, CPU);

        using var validated = labels.index_select(0, split.Validation);
        var found = validated.data<long>().ToArray().CountBy(label => label).ToDictionary();
        Assert.Equal(validate, counts.Select((_, label) => found.GetValueOrDefault(label)));
        Assert.Equal(counts.Sum(), split.Train.data<long>().Concat(split.Validation.data<long>()).Distinct().Count());
    }

    [Fact]
    public void A_search_from_before_recipes_keeps_its_split()
    {
        using var labels = tensor(Labels);
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Paretune.Training.Loop.Seeds.Compute(1, Paretune.Training.Loop.Draw.Split), CPU);
        var order = randperm(Labels.Length, dtype: ScalarType.Int64, generator: generator).data<long>().ToArray();

        using var split = new Split(labels, seed: 1, CPU, isStratified: false);

        Assert.Equal(order[..100], split.Validation.data<long>().ToArray());
        Assert.Equal(order[100..], split.Train.data<long>().ToArray());
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
        using var split = new Split(labels, seed, CPU, images, kept: kept);
        return ([.. split.Train.data<long>()], [.. split.Validation.data<long>()]);
    }
}
