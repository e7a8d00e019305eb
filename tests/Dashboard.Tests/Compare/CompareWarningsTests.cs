using Paretune.Dashboard.Compare;
using Paretune.Dashboard.Tests.Charts;

namespace Paretune.Dashboard.Tests.Compare;

public sealed class CompareWarningsTests
{
    private static readonly Compared Usual = new(new("cifar10", ["cat", "dog"], 32, 50_000, 10_000) { Content = "1111" }, Sample.Spec, 5);

    [Fact]
    public void Equals_need_no_warning_nor_does_one_alone()
    {
        Assert.Empty(CompareWarnings.Create([Usual, Usual]));
        Assert.Empty(CompareWarnings.Create([Usual]));
    }

    [Fact]
    public void Other_datasets_are_warned_of() => Assert.Equal(
        ["The datasets differ (cifar10, shapes), so accuracies cannot be compared."],
        CompareWarnings.Create([Usual, Usual with { Dataset = Usual.Dataset with { Name = "shapes", Content = "2222" } }]));

    [Fact]
    public void Other_images_under_the_same_name_are_warned_of_and_unknown_ones_are_not()
    {
        Assert.Equal(
            ["The images of cifar10 differ, because it was reimported between these searches; accuracies cannot be compared."],
            CompareWarnings.Create([Usual, Usual with { Dataset = Usual.Dataset with { Content = "2222" } }]));
        Assert.Empty(CompareWarnings.Create([Usual, Usual with { Dataset = Usual.Dataset with { Content = null } }]));
    }

    [Fact]
    public void Fewer_images_and_more_epochs_are_warned_of() => Assert.Equal(
        [
            "The numbers of epochs differ (5, 20): longer training usually reaches a higher accuracy.",
            "The numbers of training images differ (1,000, all): more images usually give a higher accuracy.",
        ],
        CompareWarnings.Create(
        [
            Usual with { Spec = Usual.Spec with { TrainImages = null } },
            new(Usual.Dataset, Usual.Spec with { TrainImages = 1000 }, 20),
        ]));
}
