using Paretune.Training.Recipes;

namespace Paretune.Training.Tests.Recipes;

public sealed class StagedRatesTests
{
    private const double Peak = 0.4;
    private const int Steps = 10;

    [Theory]
    [InlineData(Schedule.Constant, Peak)]
    [InlineData(Schedule.Cosine, Peak * 0.01)]
    [InlineData(Schedule.Step, Peak * 0.01)]
    [InlineData(Schedule.OneCycle, Peak * 0.01)]
    public void A_trial_that_is_trained_further_falls_to_a_hundredth_from_where_it_was(Schedule schedule, double first)
    {
        var (before, further) = (Rates(schedule, 5), Rates(schedule, 15, 5));

        Assert.Equal(before, further[..50]);
        Assert.Equal(Math.Max(first, before[^1]), further[50], tolerance: 1e-12);
        Assert.Equal(further[50..].OrderDescending(), further[50..]);
        Assert.InRange(further[^1], further[50] * 0.01, further[50] * 0.02);
    }

    [Fact]
    public void Trained_further_twice_it_goes_on_from_the_rate_that_was_last()
    {
        var (once, twice) = (Rates(Schedule.Constant, 10, 5), Rates(Schedule.Constant, 12, 5, 10));

        Assert.Equal(once, twice[..100]);
        Assert.Equal(Math.Max(once[^1], Peak * 0.01), twice[100], tolerance: 1e-12);
    }

    private static double[] Rates(Schedule schedule, int epochs, params int[] extensions)
    {
        var job = new Job("shapes", "dilated-separable", new(1, 1, 1, Peak, 0, 32), 32, epochs, 1) { Extensions = [.. extensions] };
        return [.. Enumerable.Range(0, epochs * Steps).Select(step => new StagedRates(new(schedule, 0), job).At(step, Steps))];
    }
}
