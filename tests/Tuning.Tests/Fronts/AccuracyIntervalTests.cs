using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Tests.Fronts;

public sealed class AccuracyIntervalTests
{
    // Against statsmodels.stats.proportion.proportion_confint(33, 100, method="wilson") and (0, 10), (5, 10).
    [Theory]
    [InlineData(0.33, 100, 0.2456, 0.4269)]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(0.5, 10, 0.2366, 0.7634)]
    [InlineData(1, 10, 0.7225, 1)]
    public void It_is_the_interval_of_Wilson(double accuracy, int images, double low, double high)
    {
        var interval = AccuracyInterval.From(accuracy, images)!.Value;

        Assert.Equal((low, high), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
    }

    [Theory]
    [InlineData(0.15, 50, false)]
    [InlineData(0.15, 500, true)]
    [InlineData(0.15, 0, true)]
    [InlineData(0.10, 0, false)]
    [InlineData(double.NaN, 100, false)]
    public void An_accuracy_is_above_chance_where_its_interval_is(double accuracy, int images, bool isAbove) =>
        Assert.Equal(isAbove, AccuracyInterval.IsAbove(0.1, accuracy, images));

    [Fact]
    public void Nothing_is_guessing_where_nobody_knows_the_classes() => Assert.True(AccuracyInterval.IsAbove(0, 0, 10));

    [Fact]
    public void It_is_written_in_percent()
    {
        var interval = AccuracyInterval.From(0.33, 100)!.Value;

        Assert.Equal(("24.6–42.7", "24.6 to 42.7 %"), (interval.Short, interval.ToString()));
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    public void What_is_no_share_has_no_interval(double accuracy) => Assert.Null(AccuracyInterval.From(accuracy, 100));
}
