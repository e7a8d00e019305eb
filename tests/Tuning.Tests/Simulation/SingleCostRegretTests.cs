using Paretune.Tuning.Metrics;
using Paretune.Tuning.Simulation;

namespace Paretune.Tuning.Tests.Simulation;

public sealed class SingleCostRegretTests
{
    // Two candidates: in the lower half of the logarithmic limits, only the first is available.
    private static readonly double[] Costs = [1, 100, 10_000];
    private static readonly SingleCostRegret Measure = new([0.5, 0.9, 0.7], Costs);

    [Fact]
    public void Nothing_at_hand_loses_all_there_is()
    {
        var lost = Measure.At([0, 0, 0]);

        Assert.Equal(90, lost.Worst, precision: 9);
        Assert.Equal(70, lost.Mean, precision: 9);
    }

    [Fact]
    public void The_whole_front_loses_nothing() => Assert.Equal(new(0, 0), Measure.At([0.5, 0.9, 0]));

    [Fact]
    public void What_is_too_large_for_a_limit_does_not_count_there()
    {
        var lost = Measure.At([0, 0.9, 0]);

        Assert.Equal(50, lost.Worst, precision: 9);
        Assert.Equal(25, lost.Mean, precision: 9);
    }

    [Fact]
    public void More_than_the_truth_is_no_gain() => Assert.Equal(new(0, 0), Measure.At([0.6, 0.95, 0]));

    [Fact]
    public void Candidates_of_one_cost_are_compared_at_that_cost()
    {
        var measure = new SingleCostRegret([0.5, 0.9], [7, 7]);

        Assert.Equal(40, measure.At([0.5, 0]).Worst, precision: 9);
    }

    [Fact]
    public void Limits_on_several_costs_count_each_of_them()
    {
        // Each candidate is the cheapest by one cost and the most expensive by the other, so only the last limit admits either.
        var measure = new MultiCostRegret([0.9, 0.5], [[1, 100], [100, 1]]);

        Assert.Equal(new(0, 0), measure.At([0.9, 0.5]));
        Assert.Equal(90, measure.At([0, 0]).Worst, precision: 9);
        Assert.Equal(90.0 / 4096, measure.At([0, 0]).Mean, precision: 9);

        var both = new MultiCostRegret([0.9, 0.5], [[1, 100], [1, 100]]);
        Assert.Equal(90, both.At([0, 0.5]).Worst, precision: 9);
        Assert.Equal(90.0 - 50.0 / 4096, both.At([0, 0.5]).Mean, precision: 9);
    }

    [Fact]
    public void A_run_is_measured_at_each_share_of_the_compute_and_at_its_end()
    {
        // Four epochs of ten seconds in the order of the grid; after two of them, the more expensive candidate has none.
        var truth = SimulatorTests.Table([0.5, 0.6], [0.7, 0.8]);
        var spec = SimulatorTests.Spec(truth) with { Objectives = ["accuracy", "macs"] };
        var run = Simulator.Run(spec, truth, new());

        var along = RegretCurve.Compute(run, IRegretMeasure.From(truth, Objectives.From(spec)), 0.25, 0.5, 0.75);

        Assert.Equal([0.25, 0.5, 0.75, 1], along.Select(at => at.Share));
        Assert.Equal([30, 20, 10, 0], along.Select(at => Math.Round(at.Lost.Worst, 6)));
        Assert.True(along[^1].IsEnd);
    }
}
