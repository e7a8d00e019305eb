using Paretune.Tuning.Fronts;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Tests.Fronts;

public sealed class CostRangesTests
{
    private static readonly Objectives WithLatency = Sample.Objectives("accuracy", "parameters", "latency");

    [Fact]
    public void What_was_counted_of_the_space_does_not_move_with_what_is_drawn()
    {
        var ranges = new CostRanges(Sample.Objectives("accuracy", "macs"), []);
        ranges.Count(new(1, 1024, 1), new(1, 4096, 1));

        ranges.Include(new Cost(1, 1, 1));
        ranges.Include(new Cost(1, 1 << 20, 1));

        Assert.Equal([new CostAxis(10, 12, IsCounted: true)], ranges.Axes);
    }

    [Fact]
    public void A_cost_that_only_training_tells_has_the_range_of_the_trials_so_far()
    {
        var ranges = new CostRanges(WithLatency, []);
        ranges.Count(new(2, 1, 1), new(8, 1, 1));
        Assert.False(ranges.Axes[1].HasLength);

        ranges.Include(Sample.Trial(1, 0.5, new(4, 1, 1), latency: 4));
        ranges.Include(Sample.Trial(2, 0.5, new(4, 1, 1), latency: 0.5));

        Assert.Equal([new CostAxis(1, 3, IsCounted: true), new CostAxis(-1, 2)], ranges.Axes);
    }

    [Fact]
    public void Where_nobody_counted_the_space_a_limit_is_its_dearest()
    {
        var objectives = Sample.Objectives("accuracy", "parameters");
        var ranges = new CostRanges(objectives, MetricLimit.From(new(Parameters: 1 << 10), MetricTable.Default));

        ranges.Include(new Cost(0, 0, 0));
        ranges.Include(new Cost(4, 1, 1));

        Assert.Equal([new CostAxis(2, 10)], ranges.Axes);
    }
}
