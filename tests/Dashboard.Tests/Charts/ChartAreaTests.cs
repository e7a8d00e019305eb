using Paretune.Dashboard.Charts;

namespace Paretune.Dashboard.Tests.Charts;

public sealed class ChartAreaTests
{
    [Fact]
    public void A_box_has_what_lies_within_and_nothing_beside()
    {
        var box = new ChartArea([1, 100, 100, 1], [0.2, 0.2, 0.8, 0.8], false);

        Assert.True(box.Has(10, 0.5, isLogarithmic: true));
        Assert.False(box.Has(200, 0.5, isLogarithmic: true));
        Assert.False(box.Has(10, 0.9, isLogarithmic: true));
    }

    [Fact]
    public void Sides_are_straight_as_they_are_seen()
    {
        // On the side from (1, 0) to (100, 1), the middle is at 10 on a logarithmic axis and at 50.5 on a linear one.
        var triangle = new ChartArea([1, 100, 1], [0, 1, 1], false);

        Assert.False(triangle.Has(11, 0.5, isLogarithmic: true));
        Assert.True(triangle.Has(9, 0.5, isLogarithmic: true));
        Assert.True(triangle.Has(11, 0.5, isLogarithmic: false));
    }

    [Fact]
    public void An_outline_that_bends_inwards_leaves_out_what_lies_in_its_bay()
    {
        var horseshoe = new ChartArea([0, 3, 3, 2, 2, 1, 1, 0], [0, 0, 3, 3, 1, 1, 3, 3], false);

        Assert.False(horseshoe.Has(1.5, 2, isLogarithmic: false));
        Assert.True(horseshoe.Has(0.5, 2, isLogarithmic: false));
        Assert.True(horseshoe.Has(1.5, 0.5, isLogarithmic: false));
    }
}
