using System.Collections.Immutable;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Tests.Fronts;

public sealed class OptimumRuleTests
{
    private static readonly Objectives ByMacs = Sample.Objectives("accuracy", "macs");

    private static readonly TrialView[] Front =
    [
        Sample.Trial(1, 0.831, new(2_000_000, 90_000_000, 8_000_000)),
        Sample.Trial(2, 0.828, new(1_000_000, 40_000_000, 4_000_000)),
        Sample.Trial(3, 0.826, new(1_000_000, 20_000_000, 4_000_000)),
        Sample.Trial(4, 0.600, new(100_000, 1_200_000, 400_000)),
    ];

    [Fact]
    public void Most_accurate_takes_the_best_and_says_by_what()
    {
        var optimum = Choose("most-accurate", Front);

        Assert.Equal(
            new Optimum(1, "most-accurate", "trial 1 has the highest accuracy of the 4 front members: 83.1 %, 90 M MACs"), optimum);
    }

    [Fact]
    public void Most_accurate_takes_the_cheapest_of_equals()
    {
        TrialView[] equals = [
            Sample.Trial(1, 0.8, new(5, 9, 20)), Sample.Trial(2, 0.8, new(5, 7, 20)), Sample.Trial(3, 0.8, new(5, 7, 20))];

        var optimum = Choose("most-accurate", equals);

        Assert.Equal(2, optimum!.Trial);
    }

    [Fact]
    public void Smallest_within_takes_the_cheapest_near_the_best_the_very_edge_included()
    {
        var optimum = Choose("smallest-within:0.5", Front);

        Assert.Equal(3, optimum!.Trial);
        Assert.Equal("smallest-within:0.5", optimum.Rule);
        Assert.Equal(
            "trial 3 has the fewest MACs (20 M) among the 3 front members within 0.5 points of the best accuracy, 83.1 %, with 82.6 % "
            + "itself",
            optimum.Reason);
    }

    [Theory]
    [InlineData("smallest-within:0", 1)]
    [InlineData("smallest-within:0.4", 2)]
    [InlineData("smallest-within:100", 4)]
    public void Smallest_within_follows_its_points(string rule, int expected)
    {
        Assert.Equal(expected, Choose(rule, Front)!.Trial);
    }

    [Fact]
    public void Smallest_within_compares_on_the_first_cost_then_on_the_next()
    {
        var optimum = OptimumRule.Parse("smallest-within:1").Choose(Front, Sample.Objectives("parameters", "accuracy", "macs"));

        Assert.Equal(3, optimum!.Trial);
        Assert.Contains("the fewest parameters (1 M)", optimum.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_knee_lies_highest_above_the_line()
    {
        // By hand: on accuracy trial 3 is at (0.826−0.6)/(0.831−0.6) = 0.978, on log MACs at ln(20/1.2)/ln(90/1.2) = 0.652; 0.327 above.
        var optimum = Choose("knee", Front);

        Assert.Equal(3, optimum!.Trial);
        Assert.Equal(
            "trial 3 is the knee of the 4 front members: at 82.6 %, 20 M MACs it lies highest (0.33) above the line from the cheapest to "
            + "the "
                + "most accurate, over the logarithm of MACs",
            optimum.Reason);
    }

    [Fact]
    public void The_knee_of_two_ends_is_the_lowest_number()
    {
        var optimum = Choose("knee", [Front[3], Front[0]]);

        Assert.Equal(1, optimum!.Trial);
        Assert.Contains("no member lies above the line", optimum.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_knee_of_the_published_mobilenets_lies_inside()
    {
        var points = MobileNet.Published
            .Select((net, i) => Sample.Trial(i + 1, net.Accuracy / 100, new((long)(net.Parameters * 1e6), (long)(net.Macs * 1e6), 1)))
            .ToArray();
        var front = new Front<TrialView>(Direction.Maximise, Direction.Minimise);
        foreach (var point in points)
            front.Add(point, point.Accuracy!.Value, point.Macs);

        var optimum = OptimumRule.Parse("knee").Choose(front.Members, ByMacs);

        // 56.3 % at 49 M MACs: 0.503 of the accuracy for 0.338 of the log cost.
        Assert.Equal(12, optimum!.Trial);
    }

    [Theory]
    [InlineData("knee")]
    [InlineData("smallest-within:1")]
    [InlineData("most-accurate")]
    public void The_order_of_the_members_changes_nothing(string rule)
    {
        Assert.Equal(Choose(rule, Front), Choose(rule, [.. Front.Reverse()]));
    }

    [Theory]
    [InlineData("knee")]
    [InlineData("smallest-within:1")]
    [InlineData("most-accurate")]
    public void Limits_come_before_the_rule(string rule)
    {
        var optimum = OptimumRule.Parse(rule).ChooseWithin(Within(new(Macs: 1_200_000)), Front, ByMacs);

        Assert.Equal(
            new Optimum(4, rule, "trial 4 is the only one of the front members of the trials with macs ≤ 1200000, with 60.0 %, 1.2 M MACs"),
            optimum);
    }

    [Theory]
    [InlineData("knee")]
    [InlineData("smallest-within:1")]
    [InlineData("most-accurate")]
    public void A_limit_on_what_is_no_objective_brings_in_what_only_excluded_points_dominate(string rule)
    {
        TrialView[] points = [
            Sample.Trial(1, 0.9, new(9_000, 10, 36_000)), Sample.Trial(2, 0.7, new(1_000, 20, 4_000)),
            Sample.Trial(3, 0.6, new(1_000, 30, 4_000))];

        var optimum = OptimumRule.Parse(rule).ChooseWithin(Within(new(Parameters: 5_000)), points, ByMacs);

        Assert.Equal(2, optimum?.Trial);
        Assert.Contains(
            "the only one of the front members of the trials with parameters ≤ 5000", optimum!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_equal_accuracies_have_opposed_costs_no_member_lies_above_the_line()
    {
        TrialView[] opposed = [Sample.Trial(1, 0.8, new(1_000, 2_000, 1)), Sample.Trial(2, 0.8, new(2_000, 1_000, 1))];

        var optimum = OptimumRule.Parse("knee").Choose(opposed, Sample.Objectives("accuracy", "parameters", "macs"));

        Assert.Contains("no member lies above the line", optimum!.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("knee")]
    [InlineData("smallest-within:1")]
    [InlineData("most-accurate")]
    public void Nothing_within_the_limits_gives_no_optimum(string rule)
    {
        Assert.Null(OptimumRule.Parse(rule).ChooseWithin(Within(new(Parameters: 1)), Front, ByMacs));
    }

    [Theory]
    [InlineData("kneee", "did you mean \"knee\"?")]
    [InlineData("", "known: knee, smallest-within:POINTS, most-accurate")]
    [InlineData("smallest-within", "did you mean \"smallest-within:POINTS\"?")]
    [InlineData("smallest-within:", "0 to 100, but is \"\"")]
    [InlineData("smallest-within:NaN", "0 to 100, but is \"NaN\"")]
    [InlineData("smallest-within:-1", "0 to 100, but is \"-1\"")]
    [InlineData("smallest-within:0,5", "write smallest-within:0.5")]
    public void A_rule_that_is_not_one_is_refused(string rule, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => OptimumRule.Parse(rule));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static Optimum? Choose(string rule, TrialView[] front) => OptimumRule.Parse(rule).Choose(front, ByMacs);

    private static ImmutableArray<MetricLimit> Within(Limits limits) => MetricLimit.Of(limits, MetricTable.Default);
}
