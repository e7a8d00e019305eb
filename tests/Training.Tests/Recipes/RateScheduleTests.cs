using Paretune.Training.Recipes;

namespace Paretune.Training.Tests.Recipes;

public sealed class RateScheduleTests
{
    private const double Peak = 0.4;
    private const int Steps = 100;

    [Fact]
    public void Constant_stays() => Assert.All(Rates(Schedule.Constant, warmup: 0), rate => Assert.Equal(Peak, rate));

    [Fact]
    public void A_warm_up_rises_to_the_peak_whatever_follows() => Assert.All(Enum.GetValues<Schedule>(), schedule =>
    {
        var rates = Rates(schedule, warmup: 0.2);

        Assert.Equal(rates[..20].Order(), rates[..20]);
        Assert.True(rates[0] < 0.1 * Peak, $"{schedule} begins at {rates[0]}");
        Assert.Equal(Peak, rates[20], tolerance: 1e-12);
        Assert.Equal(Peak, rates.Max(), tolerance: 1e-12);
    });

    [Fact]
    public void Cosine_is_what_it_has_always_been()
    {
        var rates = Rates(Schedule.Cosine, warmup: 0.05);

        Assert.Equal([Peak / 6, Peak * 2 / 6], rates[..2], (one, other) => Math.Abs(one - other) < 1e-12);
        Assert.Equal(Peak * (0.01 + 0.99 * (1 + Math.Cos(Math.PI * 45 / 95)) / 2), rates[50], tolerance: 1e-12);
        Assert.InRange(rates[^1], 0.01 * Peak, 0.011 * Peak);
    }

    [Fact]
    public void One_cycle_begins_at_a_25th_and_falls_to_next_to_nothing_in_a_straight_line()
    {
        var rates = Rates(Schedule.OneCycle, warmup: 0.3);

        Assert.InRange(rates[0], Peak / 25, Peak / 25 + Peak / 30);
        Assert.Equal(rates[40] - rates[50], rates[80] - rates[90], tolerance: 1e-12);
        Assert.InRange(rates[^1], 0, Peak / 50);
    }

    [Fact]
    public void Step_divides_by_ten_after_half_and_three_quarters()
    {
        var rates = Rates(Schedule.Step, warmup: 0);

        Assert.Equal(
            [Peak, Peak, Peak / 10, Peak / 10, Peak / 100], new[] { 0, 49, 50, 74, 75 }.Select(step => rates[step]),
            (one, other) => Math.Abs(one - other) < 1e-12);
    }

    private static double[] Rates(Schedule schedule, double warmup) =>
        [.. Enumerable.Range(0, Steps).Select(step => new RateSchedule(schedule, warmup).At(Peak, step, Steps))];
}
