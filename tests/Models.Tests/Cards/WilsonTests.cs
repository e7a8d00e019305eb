using Paretune.Models.Cards;

namespace Paretune.Models.Tests.Cards;

public sealed class WilsonTests
{
    // R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void The_interval_is_the_published_one(int found, int images, double low, double high)
    {
        var interval = Wilson.From(found, images);

        Assert.Equal((low, high), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
    }

    [Fact]
    public void All_found_does_not_mean_that_none_can_be_missed() =>
        Assert.Equal("100.00 % (72.2 to 100.0)", Wilson.From(10, 10).ToString());
}
