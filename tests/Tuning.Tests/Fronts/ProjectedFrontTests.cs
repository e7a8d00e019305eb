using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Tests.Fronts;

public sealed class ProjectedFrontTests
{
    [Fact]
    public void Only_what_no_other_is_better_than_in_both_is_left_the_cheapest_first()
    {
        (double Cost, double Accuracy)[] members = [(3, 0.9), (1, 0.5), (2, 0.4), (3, 0.95), (4, 0.95), (1, 0.3)];

        Assert.Equal([(1, 0.5), (3, 0.95)], ProjectedFront.Select(members, one => one.Cost, one => one.Accuracy));
    }

    [Fact]
    public void Equal_ones_are_all_left()
    {
        (double Cost, double Accuracy)[] members = [(1, 0.5), (1, 0.5), (2, 0.5)];

        Assert.Equal([(1, 0.5), (1, 0.5)], ProjectedFront.Select(members, one => one.Cost, one => one.Accuracy));
    }

    [Fact]
    public void Of_nothing_nothing_is_left() => Assert.Empty(ProjectedFront.Select<double>([], one => one, one => one));
}
