using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Tests.Fronts;

public sealed class SizeScoreTests
{
    [Fact]
    public void Without_a_member_it_is_zero() =>
        Assert.Equal((0, 0, 0), (new SizeScore(0).Value, new SizeScore(1).Value, new SizeScore(2).Value));

    [Fact]
    public void Where_no_cost_tells_candidates_apart_it_is_the_best_accuracy() =>
        Assert.Equal(0.8, Compute(0, (0.7, []), (0.8, []), (0.6, [])));

    [Fact]
    public void On_one_cost_it_is_the_mean_over_all_limits()
    {
        // Nothing below a quarter of the range, 0.6 up to half of it, 0.8 above.
        Assert.Equal(0.25 * 0.6 + 0.5 * 0.8, Compute(1, (0.8, [0.5]), (0.6, [0.25])), 12);
    }

    [Fact]
    public void A_member_that_is_worse_and_larger_or_beyond_the_dearest_adds_nothing()
    {
        Assert.Equal(Compute(1, (0.8, [0.5])), Compute(1, (0.8, [0.5]), (0.7, [0.6]), (0.9, [1]), (0.95, [1.5])));
    }

    [Fact]
    public void The_order_of_members_changes_nothing()
    {
        var random = new Random(3);
        (double, double[])[] members = [.. Enumerable.Range(0, 300).Select(_ => (random.NextDouble(), new[] { random.NextDouble() }))];

        var forwards = Compute(1, members);

        Assert.Equal(forwards, Compute(1, [.. members.Reverse()]));
        Assert.Equal(forwards, Compute(1, [.. members.OrderBy(_ => random.Next())]));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void On_several_costs_it_is_the_mean_over_random_limits(int axes)
    {
        const int draws = 200_000;
        var random = new Random(7);
        (double Accuracy, double[] Places)[] members =
            [.. Enumerable.Range(0, 12).Select(
                _ => (random.NextDouble(), Enumerable.Range(0, axes).Select(_ => random.NextDouble()).ToArray()))];

        var expected = Enumerable.Range(0, draws).Average(_ =>
        {
            var limits = Enumerable.Range(0, axes).Select(_ => random.NextDouble()).ToArray();
            return members.Where(member => member.Places.Zip(limits).All(pair => pair.First <= pair.Second))
                .Select(member => member.Accuracy)
                .DefaultIfEmpty().Max();
        });

        Assert.Equal(expected, Compute(axes, members), 0.01);
    }

    private static double Compute(int axes, params (double Accuracy, double[] Places)[] members)
    {
        var score = new SizeScore(axes);
        foreach (var (accuracy, places) in members)
            score.Add(accuracy, places);
        return score.Value;
    }
}
