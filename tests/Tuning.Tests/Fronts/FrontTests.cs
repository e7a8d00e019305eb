using Paretune.Tuning.Fronts;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Tests.Fronts;

public sealed class FrontTests
{
    [Fact]
    public void Fourteen_of_the_published_mobilenets_are_on_the_front_by_macs()
    {
        var front = new Front<MobileNet>(Direction.Maximize, Direction.Minimize);

        foreach (var point in MobileNet.Published)
            front.Add(point, point.Accuracy, point.Macs);

        Assert.Equal(14, front.Members.Count);
    }

    [Fact]
    public void Four_of_the_published_mobilenets_are_on_the_front_by_parameters()
    {
        var front = new Front<MobileNet>(Direction.Maximize, Direction.Minimize);

        foreach (var point in MobileNet.Published)
            front.Add(point, point.Accuracy, point.Parameters);

        Assert.Equal([70.9, 68.4, 63.3, 49.8], front.Members.Select(point => point.Accuracy));
    }

    [Fact]
    public void A_dominated_point_is_refused()
    {
        var front = new Front<string>(Direction.Maximize, Direction.Minimize);
        front.Add("good", 0.9, 10);

        var isOn = front.Add("worse", 0.9, 11);

        Assert.False(isOn);
        Assert.Equal(["good"], front.Members);
    }

    [Fact]
    public void A_better_point_takes_all_it_dominates_off()
    {
        var front = new Front<string>(Direction.Maximize, Direction.Minimize);
        front.Add("small", 0.5, 1);
        front.Add("medium", 0.8, 10);
        front.Add("large", 0.9, 20);

        var isOn = front.Add("best", 0.95, 10);

        Assert.True(isOn);
        Assert.Equal(["small", "best"], front.Members);
    }

    [Fact]
    public void Equal_points_are_members_together()
    {
        var front = new Front<string>(Direction.Maximize, Direction.Minimize);

        front.Add("one", 0.9, 10);
        front.Add("other", 0.9, 10);

        Assert.Equal(["one", "other"], front.Members);
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.NaN)]
    public void A_point_with_NaN_is_never_a_member(double accuracy, double cost)
    {
        var front = new Front<string>(Direction.Maximize, Direction.Minimize);

        var isOn = front.Add("diverged", accuracy, cost);

        Assert.False(isOn);
        Assert.Empty(front.Members);
    }

    [Fact]
    public void A_point_needs_one_value_for_each_objective()
    {
        var front = new Front<string>(Direction.Maximize, Direction.Minimize);

        var error = Assert.Throws<ArgumentException>(() => front.Add("point", 1));

        Assert.StartsWith("a point must have 2 values, one for each objective, but has 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void It_holds_exactly_the_points_that_no_other_dominates(int objectives)
    {
        var random = new SplitMix64(objectives);
        var points = Enumerable.Range(0, 300).Select(
            _ => Enumerable.Range(0, objectives).Select(_ => (double)random.Below(8)).ToArray()).ToArray();
        var front = new Front<double[]>(new Direction[objectives]);

        foreach (var point in points)
            front.Add(point, point);

        Assert.Equal(points.Where(point => !points.Any(other => Dominates(other, point))), front.Members);
    }

    private static bool Dominates(double[] one, double[] other) =>
        one.Zip(other).All(pair => pair.First <= pair.Second) && one.Zip(other).Any(pair => pair.First < pair.Second);

    [Fact]
    public void A_point_is_admitted_if_it_would_be_a_member_and_is_not_added()
    {
        var front = new Front<string>(Direction.Maximize, Direction.Minimize);
        front.Add("known", 0.8, 10);

        Assert.True(front.Admits(0.9, 11));
        Assert.True(front.Admits(0.7, 9));
        Assert.False(front.Admits(0.8, 11));
        Assert.False(front.Admits(double.NaN, 1));
        Assert.False(front.Admits(0.9, double.NaN));
        Assert.Equal(["known"], front.Members);
    }
}
