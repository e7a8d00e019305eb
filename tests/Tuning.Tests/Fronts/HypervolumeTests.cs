using Paretune.Tuning.Fronts;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Tests.Fronts;

public sealed class HypervolumeTests
{
    private static readonly Objectives Two = Sample.Objectives("accuracy", "macs"), Three = Sample.Objectives(
        "accuracy", "parameters", "macs");

    // Of 110 MACs and parameters, a tenth more than the most expensive has.
    private static readonly Cost Worst = new(100, 100, 100);

    [Fact]
    public void An_empty_front_dominates_nothing()
    {
        Assert.Equal(0, Of([], Three));
    }

    [Fact]
    public void One_member_dominates_the_box_up_to_the_reference_point()
    {
        Assert.Equal(0.5 * (1 - 55.0 / 110), Of([Point(0.5, 10, 55)], Two), 12);
        Assert.Equal(0.5 * (1 - 11.0 / 110) * (1 - 55.0 / 110), Of([Point(0.5, 11, 55)], Three), 12);
    }

    [Fact]
    public void What_two_members_both_dominate_counts_once()
    {
        // 0.9 up to 66 of 110 from the right, and 0.5 for the 44 to its left down to 22.
        var expected = 0.9 * (1 - 66.0 / 110) + 0.5 * (44.0 / 110);

        Assert.Equal(expected, Of([Point(0.9, 1, 66), Point(0.5, 1, 22)], Two), 12);
    }

    [Fact]
    public void A_member_that_is_dominated_adds_nothing_and_the_order_does_not_matter()
    {
        var front = new[] { Point(0.9, 50, 66), Point(0.5, 20, 22), Point(0.7, 10, 70) };

        var alone = Of(front, Three);

        Assert.Equal(alone, Of([.. front.Reverse(), Point(0.4, 60, 80)], Three), 12);
    }

    [Fact]
    public void It_is_the_share_of_random_points_that_a_member_dominates()
    {
        var random = new Random(7);
        var front = Enumerable.Range(0, 12).Select(_ => Point(random.NextDouble(), random.Next(1, 100), random.Next(1, 100))).ToArray();
        const int draws = 200_000;

        var dominated = Enumerable.Range(0, draws).Count(_ =>
        {
            var (accuracy, parameters, macs) = (random.NextDouble(), random.NextDouble() * 110, random.NextDouble() * 110);
            return front.Any(point => point.Accuracy >= accuracy && point.Cost.Parameters <= parameters && point.Cost.Macs <= macs);
        });

        Assert.Equal(dominated / (double)draws, Of(front, Three), 0.005);
    }

    private static double Of(TrialView[] front, Objectives objectives)
    {
        var highest = new Highest(objectives);
        highest.Include(Worst);
        return Hypervolume.Of(front, objectives, highest);
    }

    private static TrialView Point(double accuracy, long parameters, long macs) => Sample.Trial(1, accuracy, new(parameters, macs, 1));
}
