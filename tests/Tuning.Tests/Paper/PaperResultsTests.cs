using Paretune.Tuning.Paper;

namespace Paretune.Tuning.Tests.Paper;

public sealed class PaperResultsTests
{
    [Theory]
    [InlineData("cifar10", "cifar10", true)]
    [InlineData("cifar10", "CIFAR-10-mine", true)]
    [InlineData("cifar10", "cifar100", false)]
    [InlineData("tiny-imagenet", "tinyimagenet", true)]
    [InlineData("tiny-imagenet", "imagenet", false)]
    public void A_data_set_is_the_papers_by_its_name(string paper, string dataset, bool isOn)
    {
        Assert.Equal(isOn, PaperResults.IsOn(paper, dataset));
    }
}
