using Paretune.Tuning.Rates;

namespace Paretune.Tuning.Tests.Rates;

public sealed class RateTestTests
{
    [Fact]
    public void Rates_rise_by_the_same_factor_from_end_to_end()
    {
        var range = new RateRange(1e-4, 1, 5);

        Assert.Equal([1e-4, 1e-3, 1e-2, 1e-1, 1], Enumerable.Range(0, 5).Select(step => Math.Round(range.At(step), 12)));
    }

    [Theory]
    [InlineData(0, 1, 100, "from: must be a number above 0, but is 0")]
    [InlineData(0.1, 0.1, 100, "to: must be above the rate of the first step, 0.1, but is 0.1")]
    [InlineData(double.NaN, 1, 100, "from: must be a number above 0, but is NaN")]
    [InlineData(0.1, 1, 19, "steps: must be from 20 to 10000, but is 19")]
    public void A_range_that_leads_nowhere_is_refused(double from, double to, int steps, string error)
    {
        var errors = new RateRange(from, to, steps).Errors();

        Assert.Equal(error, Assert.Single(errors.Select(one => $"{one.Field}: {one.Message}")));
    }

    [Fact]
    public void The_suggestion_lies_in_the_middle_of_the_fall()
    {
        // The loss is flat up to 0.001, falls up to 0.1, and rises from there.
        var test = Course(rate => 2.3 - Math.Clamp(Math.Log10(rate) + 3, 0, 2) + Math.Max(0, Math.Log10(rate) + 1) * 8);

        Assert.InRange(test.Suggestion!.Value, 0.005, 0.05);
    }

    [Fact]
    public void A_loss_that_stays_where_it_is_suggests_nothing()
    {
        Assert.Null(Course(rate => 2.3 + 0.001 * Math.Sin(rate * 1e6)).Suggestion);
        Assert.Null(new RateTest().Suggestion);
    }

    [Fact]
    public void A_loss_four_times_its_least_has_diverged_and_so_has_one_that_is_no_number()
    {
        var test = new RateTest();
        test.Add(new(1, 0.1, 1));

        Assert.False(test.HasDiverged);
        test.Add(new(2, 0.2, 1000));
        Assert.True(test.HasDiverged);
        Assert.True(new RateTest([new(1, 0.1, double.NaN)]).HasDiverged);
    }

    private static RateTest Course(Func<double, double> loss)
    {
        var range = RateRange.Default;
        return new(Enumerable.Range(0, range.Steps).Select(step => new RatePoint(step + 1, range.At(step), loss(range.At(step)))));
    }
}
