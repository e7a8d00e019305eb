using Paretune.Tuning.Fronts;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Tests.Fronts;

/// <summary>What is said about the optimum, and which trials cannot be it.</summary>
public sealed class RecommendationTests
{
    private static readonly Objectives ByMacs = Sample.Objectives("accuracy", "macs");

    // A search of 18 networks on 500 validation images of ten classes, in which a network of 195 k MACs had not learned.
    private static readonly TrialView[] Front =
    [
        Sample.Trial(1, 0.235, new(1, 199_000, 1)), Sample.Trial(2, 0.25, new(1, 402_000, 1)), Sample.Trial(3, 0.262, new(1, 700_000, 1)),
        Sample.Trial(4, 0.285, new(1, 1_400_000, 1)), Sample.Trial(5, 0.305, new(1, 2_507_000, 1)),
    ];

    private static readonly TrialView AtChance = Sample.Trial(6, 0.112, new(1, 195_000, 1));

    [Theory]
    [InlineData("knee")]
    [InlineData("smallest-within:100")]
    [InlineData("per-doubling:50")]
    public void A_trial_whose_interval_includes_chance_is_never_the_optimum(string rule)
    {
        var optimum = OptimumRule.Parse(rule).ChooseWithin([], [.. Front, AtChance], Counted(500));

        Assert.Equal(1, optimum!.Trial);
        Assert.Contains("front members better than chance", optimum.Reason, StringComparison.Ordinal);
        Assert.Null(OptimumRule.Parse(rule).ChooseWithin([], [AtChance], Counted(500)));
    }

    [Fact]
    public void A_network_at_chance_at_the_cheap_end_does_not_move_the_knee_of_a_space_that_nobody_counted()
    {
        TrialView[] front =
        [
            Sample.Trial(1, 0.40, new(1, 200_000, 1)), Sample.Trial(2, 0.42, new(1, 400_000, 1)), Sample.Trial(3, 0.60, new(1, 800_000, 1)),
            Sample.Trial(4, 0.70, new(1, 6_400_000, 1)),
        ];
        var atChance = Sample.Trial(6, 0.11, new(1, 3_000, 1));

        var without = OptimumRule.Parse("knee").ChooseWithin([], front, SoFar(front));
        var with = OptimumRule.Parse("knee").ChooseWithin([], [.. front, atChance], SoFar([.. front, atChance]));

        Assert.Equal(without!.Trial, with!.Trial);
        Assert.Equal(without.Reason.Split('(')[1], with.Reason.Split('(')[1]);
    }

    [Fact]
    public void The_choice_and_what_the_most_accurate_adds_are_a_sentence_each()
    {
        var said = Create("knee", Front, Counted(500));

        Assert.Equal("Best trade-off of 5 front trials: 23.5 % at 199 k MACs.", said.Choice);
        Assert.Equal("The most accurate adds 7.0 points for 12.6× the MACs.", said.Alternative);
        Assert.Null(said.LeftOut);
    }

    [Fact]
    public void A_trial_of_unknown_size_is_not_compared_with()
    {
        var said = Create("knee", [.. Front, Sample.Trial(7, 0.4, new(1, 0, 1))], Counted(500));

        Assert.Equal("Best trade-off of 5 front trials: 23.5 % at 199 k MACs.", said.Choice);
        Assert.Equal("The most accurate adds 7.0 points for 12.6× the MACs.", said.Alternative);
    }

    [Fact]
    public void Interval_images_and_test_stand_beside_the_choice()
    {
        TrialView[] front = [Front[0] with { Accuracy = 0.33, TestAccuracy = 0.218 }];

        Assert.Equal(
            "Validation 33.0 % (95 % interval 24.6 to 42.7 %, 100 images); test 21.8 % (95 % interval 21.0 to 22.6 %, 10,000 images).",
            Create("knee", front, Counted(100), testImages: 10_000).Evidence);
        Assert.EndsWith("not tested yet: front trials are tested when all trials are done.", Create("knee", Front, Counted(500)).Evidence,
            StringComparison.Ordinal);
        Assert.DoesNotContain("test", Create("knee", Front, Counted(500), testImages: null).Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_highest_member_hardly_lies_above_the_line_there_is_no_clear_knee_and_the_best_is_not_given_away()
    {
        // Accuracy grows evenly with the logarithm of MACs, with one trial slightly above the line.
        TrialView[] even = [
            .. Enumerable.Range(0, 9).Select(i => Sample.Trial(i + 1, 0.1 + 0.1 * (i + 0.3), new(1, 200_000L << i, 1)))];

        var scale = Sample.Scale(ByMacs, new(1, 200_000, 1), new(1, 200_000L << 8, 1), 5000);
        var optimum = OptimumRule.Parse("knee").ChooseWithin([], even, scale);
        var said = Create("knee", even, scale);

        Assert.Equal(9, optimum!.Trial);
        Assert.Contains("there is no clear knee", optimum.Reason, StringComparison.Ordinal);
        Assert.StartsWith("No clear knee: accuracy grows about evenly with log size.", said.Choice, StringComparison.Ordinal);
        Assert.EndsWith("Set a limit or choose another rule.", said.Choice, StringComparison.Ordinal);
    }

    [Fact]
    public void Front_trials_that_may_be_guessing_are_counted()
    {
        Assert.Equal(
            "Left out: 1 front trial whose accuracy may be chance (10 %).", Create("knee", [.. Front, AtChance], Counted(500)).LeftOut);
    }

    [Fact]
    public void Beside_the_most_accurate_stands_what_the_knee_saves()
    {
        Assert.Equal("The knee gives up 7.0 points for 0.079× the MACs.", Create("most-accurate", Front, Counted(500)).Alternative);
    }

    private static Recommendation Create(string rule, TrialView[] trials, FrontScale scale, int? testImages = 0) =>
        Recommendation.From(OptimumRule.Parse(rule).ChooseWithin([], trials, scale)!, trials, scale, testImages)!;

    private static FrontScale Counted(int images) => Sample.Scale(ByMacs, new(1, 195_000, 1), new(1, 2_507_000, 1), images);

    private static FrontScale SoFar(TrialView[] trials)
    {
        var ranges = new CostRanges(ByMacs, []);
        foreach (var trial in trials)
            ranges.Include(trial);
        return new(ByMacs, ranges.Axes, Chance: 0.1, Images: 500, Seed: 1);
    }
}
