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
            "trial 3 has the fewest MACs (20 M) of the 3 front members within 0.5 points of the best accuracy, 83.1 %; its own is 82.6 %",
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
        var optimum = Choose("smallest-within:1", Front, Sample.Objectives("parameters", "accuracy", "macs"));

        Assert.Equal(3, optimum!.Trial);
        Assert.Contains("the fewest parameters (1 M)", optimum.Reason, StringComparison.Ordinal);
        Assert.Contains(" within 1 point of ", optimum.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_knee_lies_highest_above_the_line()
    {
        // By hand: on accuracy trial 3 is at (0.8−0.1)/(0.9−0.1) = 0.875, on log MACs at ln(4/1.2)/ln(90/1.2) = 0.279; 0.596 above.
        TrialView[] front =
        [
            Sample.Trial(1, 0.90, new(1, 90_000_000, 1)), Sample.Trial(2, 0.88, new(1, 20_000_000, 1)),
            Sample.Trial(3, 0.80, new(1, 4_000_000, 1)),
            Sample.Trial(4, 0.30, new(1, 1_200_000, 1)),
        ];

        var optimum = OptimumRule.Parse("knee").ChooseWithin([], front, Scale);

        Assert.Equal(3, optimum!.Trial);
        Assert.Equal(
            "trial 3 is the knee of the 4 front members: at 80.0 %, 4 M MACs it is farthest (0.60) above the line from the cheapest "
            + "configuration at chance to the most expensive at the best accuracy, on a log scale of MACs",
            optimum.Reason);
    }

    [Fact]
    public void Of_two_networks_the_knee_is_the_same_whatever_their_numbers()
    {
        var (small, large) = (Front[3], Front[0]);

        var one = Choose("knee", [small with { Number = 1 }, large with { Number = 2 }]);
        var other = Choose("knee", [small with { Number = 2 }, large with { Number = 1 }]);

        Assert.Equal((1, 2), (one!.Trial, other!.Trial));
    }

    [Fact]
    public void A_useless_network_does_not_move_the_knee()
    {
        TrialView[] front =
        [
            Sample.Trial(1, 0.9, new(1, 40_000_000, 1)), Sample.Trial(2, 0.8, new(1, 10_000_000, 1)),
            Sample.Trial(3, 0.7, new(1, 8_000_000, 1)),
        ];

        Assert.Equal(Choose("knee", front)!.Trial, Choose("knee", [.. front, Sample.Trial(4, 0.12, new(1, 1_000_000, 1))])!.Trial);
    }

    [Fact]
    public void A_huge_network_does_not_move_the_knee()
    {
        TrialView[] front = [Sample.Trial(1, 0.9, new(1, 40_000_000, 1)), Sample.Trial(2, 0.8, new(1, 10_000_000, 1))];

        Assert.Equal(Choose("knee", front)!.Trial, Choose("knee", [.. front, Sample.Trial(3, 0.915, new(1, 80_000_000, 1))])!.Trial);
    }

    [Fact]
    public void Where_no_member_lies_above_the_line_the_smallest_within_one_standard_error_is_taken()
    {
        // On the line from (1 M, 10 %) to (100 M, 90 %), accuracy at 10 M would be 50 %; both trials are below it. One standard error is
        // 4.7 points.
        TrialView[] low = [
            Sample.Trial(1, 0.30, new(1, 90_000_000, 1)), Sample.Trial(2, 0.27, new(1, 80_000_000, 1)),
            Sample.Trial(3, 0.12, new(1, 70_000_000, 1))];

        var optimum = Choose("knee", low, images: 96);

        Assert.Equal(2, optimum!.Trial);
        Assert.Contains(
            "the cheapest of the 2 front members better than chance within one standard error (4.68 points) of the best accuracy, "
            + "at 27.0 %, 80 M MACs; there is no clear knee", optimum.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void One_standard_error_is_that_of_the_best_member_on_the_validation_images()
    {
        // One standard error: √(0.831 · 0.169 / 5000) = 0.53 points; with 50,000 images 0.17.
        Assert.Equal(
            (3, 1),
            (Choose("smallest-within:1se", Front, images: 5000)!.Trial, Choose("smallest-within:1se", Front, images: 50_000)!.Trial));
        Assert.Contains(
            "within one standard error (0.53 points)", Choose("smallest-within:1se", Front, images: 5000)!.Reason,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("per-doubling:0", 1)]
    [InlineData("per-doubling:1", 3)]
    [InlineData("per-doubling:10", 4)]
    public void Per_doubling_takes_what_is_worth_its_size(string rule, int expected) => Assert.Equal(expected, Choose(rule, Front)!.Trial);

    [Fact]
    public void What_per_doubling_says_of_two_members_no_third_one_changes()
    {
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            TrialView[] three = [
                .. Enumerable.Range(1, 3).Select(n => Sample.Trial(n, random.NextDouble(), new(1, random.Next(1_000_000, 90_000_000), 1)))];
            var chosen = Choose("per-doubling:2", three)!.Trial;

            foreach (var other in three.Where(trial => trial.Number != chosen))
                Assert.Equal(chosen, Choose("per-doubling:2", [three[chosen - 1], other])!.Trial);
        }
    }

    [Fact]
    public void A_reason_says_in_how_many_draws_of_the_accuracies_the_choice_is_the_same()
    {
        TrialView[] close = [Sample.Trial(1, 0.700, new(1, 9, 1)), Sample.Trial(2, 0.699, new(1, 8, 1))], clear = [Front[0], Front[3]];

        Assert.Matches(
            "; chosen in (4[5-9]|5[0-9]) % of simulated draws of the accuracies, given 500 validation images$",
            Choose("most-accurate", close, images: 500)!.Reason);
        Assert.EndsWith(
            "; chosen in 100 % of simulated draws of the accuracies, given 500 validation images",
            Choose("most-accurate", clear, images: 500)!.Reason, StringComparison.Ordinal);
        Assert.Equal(Choose("most-accurate", close, images: 500), Choose("most-accurate", close, images: 500));
    }

    [Theory]
    [InlineData("knee")]
    [InlineData("smallest-within:1")]
    [InlineData("per-doubling:1")]
    public void Without_a_cost_only_the_most_accurate_can_be_asked_for(string rule)
    {
        var accuracy = Sample.Objectives("accuracy");

        Assert.Equal("most-accurate", OptimumRule.DefaultFor(accuracy));
        Assert.Contains("most-accurate", OptimumRule.Parse(rule).WhyNot(accuracy), StringComparison.Ordinal);
        Assert.Equal(1, OptimumRule.Parse("most-accurate").ChooseWithin([], Front, Sample.Scale(accuracy))!.Trial);
    }

    [Fact]
    public void The_knee_of_the_published_mobilenets_is_the_cheapest_of_them()
    {
        var points = MobileNet.Published
            .Select((net, i) => Sample.Trial(i + 1, net.Accuracy / 100, new((long)(net.Parameters * 1e6), (long)(net.Macs * 1e6), 1)))
            .ToArray();
        var front = new Front<TrialView>(Direction.Maximize, Direction.Minimize);
        foreach (var point in points)
            front.Add(point, point.Accuracy!.Value, point.Macs);

        var optimum = OptimumRule.Parse("knee").ChooseWithin(
            [], front.Members, Sample.Scale(ByMacs, new(1, 14_000_000, 1), new(1, 569_000_000, 1), chance: 0.001));

        // 41.5 % is 0.585 of what is reached at 40 times the cost; 56.3 % at 49 M MACs is 0.794 for 0.338 of the log cost.
        Assert.Equal(16, optimum!.Trial);
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
        var optimum = OptimumRule.Parse(rule).ChooseWithin(Within(new(Macs: 1_200_000)), Front, Scale);

        Assert.Equal(
            new Optimum(4, rule, "trial 4 is the only one of the front members of the trials with macs ≤ 1200000: 60.0 %, 1.2 M MACs"),
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

        var optimum = OptimumRule.Parse(rule).ChooseWithin(Within(new(Parameters: 5_000)), points, Scale);

        Assert.Equal(2, optimum?.Trial);
        Assert.Contains(
            "the only one of the front members of the trials with parameters ≤ 5000", optimum!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_members_that_lie_equally_high_the_cheapest_on_the_first_cost_is_taken()
    {
        TrialView[] opposed = [Sample.Trial(1, 0.8, new(1_000, 2_000, 1)), Sample.Trial(2, 0.8, new(2_000, 1_000, 1))];

        var objectives = Sample.Objectives("accuracy", "parameters", "macs");

        var optimum = OptimumRule.Parse("knee").ChooseWithin(
            [], opposed, Sample.Scale(objectives, new(1_000, 1_000, 1), new(2_000, 2_000, 1)));

        Assert.Equal(1, optimum!.Trial);
    }

    [Theory]
    [InlineData("knee")]
    [InlineData("smallest-within:1")]
    [InlineData("most-accurate")]
    public void Nothing_within_the_limits_gives_no_optimum(string rule)
    {
        Assert.Null(OptimumRule.Parse(rule).ChooseWithin(Within(new(Parameters: 1)), Front, Scale));
    }

    [Fact]
    public void Each_rule_may_be_chosen_with_what_is_usual_filled_in()
    {
        Assert.Equal(OptimumRule.Choices, OptimumRule.Choices.Select(choice => OptimumRule.Parse(choice).Text));
        Assert.All(OptimumRule.Patterns, pattern => Assert.Contains(
            OptimumRule.Choices, choice => choice.Split(':')[0] == pattern.Split(':')[0]));
    }

    [Theory]
    [InlineData("kneee", "did you mean \"knee\"?")]
    [InlineData("", "known: knee, smallest-within:1se, smallest-within:POINTS, per-doubling:POINTS, most-accurate")]
    [InlineData("smallest-within", "did you mean \"smallest-within:1se\"?")]
    [InlineData("smallest-within:", "0 to 100, but is \"\"")]
    [InlineData("smallest-within:NaN", "0 to 100, but is \"NaN\"")]
    [InlineData("smallest-within:-1", "0 to 100, but is \"-1\"")]
    [InlineData("smallest-within:0,5", "write smallest-within:0.5")]
    public void A_rule_that_is_not_one_is_refused(string rule, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => OptimumRule.Parse(rule));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static FrontScale Scale { get; } = Sample.Scale(ByMacs, new(100_000, 1_200_000, 1), new(2_000_000, 90_000_000, 1));

    private static Optimum? Choose(string rule, TrialView[] front, Objectives? objectives = null, int images = 0) =>
        OptimumRule.Parse(rule).ChooseWithin([], front, Sample.Scale(
            objectives ?? ByMacs, new(1_000, 1_000_000, 1), new(2_000_000, 90_000_000, 1), images));

    private static ImmutableArray<MetricLimit> Within(Limits limits) => MetricLimit.From(limits, MetricTable.Default);
}
