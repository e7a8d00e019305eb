using System.Collections.Immutable;
using Paretune.Tuning.Confirmation;

namespace Paretune.Tuning.Tests.Confirmation;

public sealed class FrontConfirmationTests
{
    [Fact]
    public void The_variance_between_runs_is_pooled_with_what_is_usual()
    {
        var alone = RunNoise.Pooled([Trial(1, cost: 1, 0.93)]);
        var quiet = RunNoise.Pooled(Enumerable.Range(1, 50).Select(number => Trial(number, cost: 1, 0.93, 0.93)));
        var loud = RunNoise.Pooled(Enumerable.Range(1, 50).Select(number => Trial(number, cost: 1, 0.92, 0.94)));

        Assert.Equal(0.0017, Math.Sqrt(alone.Variance(0.93)), 4);
        Assert.True(quiet.Variance(0.93) < alone.Variance(0.93) / 10);
        Assert.Equal(0.014, Math.Sqrt(loud.Variance(0.93)), 3);
    }

    [Fact]
    public void A_winner_is_drawn_towards_what_its_cost_lets_expect_the_less_the_more_runs_say_so()
    {
        MeasuredTrial[] Trials(params double[] winner) =>
            [.. Enumerable.Range(1, 30).Select(number => Trial(number, number, 0.9 + 0.0001 * number)), Trial(31, cost: 15, winner)];

        double Mean(params double[] winner) => Trials(winner) is var trials ? Confirmed(trials).Estimate(trials[^1]).Mean : 0;

        Assert.InRange(Mean(0.91), 0.902, 0.9099);
        Assert.InRange(Mean(0.91, 0.91, 0.91), Mean(0.91), 0.91);
    }

    [Fact]
    public void An_interval_narrows_with_runs_and_widens_by_the_images()
    {
        double Width(int images, params double[] runs) =>
            Confirmed([Trial(1, cost: 1, runs), Trial(2, cost: 2, 0.95)], images: images).Estimate(Trial(1, cost: 1, runs)) is var one
                ? one.High - one.Low : 0;

        Assert.True(Width(0, 0.93, 0.931) < Width(0, 0.93));
        Assert.True(Width(1000, 0.93) > Width(0, 0.93));
    }

    [Fact]
    public void The_first_further_runs_tell_how_far_runs_differ_and_after_them_only_what_they_may_settle_runs_again()
    {
        // With the usual noise, no further run would change which of the two is better; with few images it stays open.
        int? Next(params double[] runs) =>
            Confirmed([Trial(1, cost: 1, 0.21), Trial(2, cost: 1, [0.24, .. runs])], images: 160).Next(_ => 2);

        Assert.NotNull(Next());
        Assert.NotNull(Next(0.2401, 0.2402));
        Assert.Null(Next(0.2401, 0.2402, 0.24));
        // The runs differ much, so either trial may be better.
        Assert.NotNull(Next(0.20, 0.27, 0.22));
    }

    [Fact]
    public void Without_replicates_the_images_alone_say_how_sure_a_place_is()
    {
        MeasuredTrial[] trials = [Trial(1, cost: 1, 0.80), Trial(2, cost: 2, 0.79), Trial(3, cost: 3, 0.95)];

        var known = new FrontConfirmation(trials, prior: null, images: 1000, seed: 1);
        var unknown = new FrontConfirmation(trials, prior: null, images: 0, seed: 1);

        Assert.Equal((0.8, 1.0), (known.Estimate(trials[0]).Mean, known.Estimate(trials[0]).OnFront));
        Assert.InRange(known.Estimate(trials[1]).OnFront!.Value, 0.1, 0.4);
        Assert.Equal(1.0, known.Estimate(trials[2]).OnFront);
        Assert.Equal((0.79, 0.79, null),
            (unknown.Estimate(trials[1]).Low, unknown.Estimate(trials[1]).High, unknown.Estimate(trials[1]).OnFront));
    }

    [Fact]
    public void The_order_in_which_trials_completed_changes_nothing()
    {
        MeasuredTrial[] trials = [Trial(1, cost: 1, 0.80), Trial(2, cost: 2, 0.79), Trial(3, cost: 3, 0.81), Trial(4, cost: 4, 0.805)];

        var (one, other) = (
            new FrontConfirmation(trials, prior: null, images: 1000, seed: 1),
            new FrontConfirmation([trials[2], trials[0], trials[3], trials[1]], prior: null, images: 1000, seed: 1));

        Assert.All(trials, trial => Assert.Equal(one.Estimate(trial).OnFront, other.Estimate(trial).OnFront));
    }

    [Fact]
    public void Equal_seeds_draw_equally_and_the_share_of_two_alike_is_a_half()
    {
        (ImmutableArray<double>, double, double)[] alike = [([1, 1], 0.9, 0.01), ([1, 1], 0.9, 0.01), ([2, 2], 0.95, 0.001)];

        var shares = FrontDraws.Shares(alike, seed: 3);

        Assert.Equal(shares, FrontDraws.Shares(alike, seed: 3));
        Assert.NotEqual(shares, FrontDraws.Shares(alike, seed: 4));
        Assert.InRange(shares[0], 0.48, 0.52);
        Assert.Equal((1.0, 1.0), (shares[0] + shares[1], shares[2]));
    }

    [Fact]
    public void What_costs_less_of_one_and_more_of_another_is_not_beaten()
    {
        (ImmutableArray<double>, double, double)[] trials = [([1, 2], 0.9, 0.001), ([2, 1], 0.8, 0.001), ([2, 2], 0.85, 0.001)];

        Assert.Equal([1, 1, 0], FrontDraws.Shares(trials, seed: 1));
    }

    [Fact]
    public void The_most_uncertain_for_what_it_costs_runs_next_until_each_place_is_sure()
    {
        MeasuredTrial[] trials =
        [
            Trial(1, cost: 1, 0.80), Trial(2, cost: 2, 0.9000), Trial(3, cost: 3, 0.9035),
            Trial(4, cost: 40, 0.9300), Trial(5, cost: 41, 0.9330),
        ];

        var confirmation = Confirmed(trials);
        MeasuredTrial[] apart = [Trial(1, cost: 1, 0.6), Trial(2, cost: 2, 0.7), Trial(3, cost: 3, 0.5)];
        var sure = Confirmed(apart);

        Assert.Equal(3, confirmation.Next(_ => 2));
        Assert.Equal(5, confirmation.Next(trial => trial == 3 ? 0 : 2));
        Assert.Null(confirmation.Next(_ => 0));
        Assert.Null(sure.Next(_ => 2));
        Assert.Equal((1.0, 1.0, 0.0), (sure.Estimate(apart[0]).OnFront, sure.Estimate(apart[1]).OnFront, sure.Estimate(apart[2]).OnFront));
    }

    [Fact]
    public void What_is_clearly_behind_is_looked_at_no_more_however_many_complete()
    {
        var near = new NearFront(images: 0);
        for (var number = 1; number <= 3000; number++)
            near.Add(Trial(number, number, 0.9 + 0.00001 * number));
        near.Add(Trial(3001, cost: 3001, 0.8));
        near.Add(Trial(3002, cost: 0.5, 0.9001, 0.9002));

        Assert.InRange(near.Trials.Count, 100, 256);
        Assert.DoesNotContain(near.Trials, one => one.Trial == 3001);
        Assert.Contains(near.Trials, one => one.Trial == 3002);
        near.Add(Trial(3003, cost: 0.1, 0.99));
        Assert.Equal(3003, Assert.Single(near.Trials).Trial);
    }

    private static FrontConfirmation Confirmed(MeasuredTrial[] trials, int images = 0)
    {
        var prior = new AccuracyPrior(axes: 1);
        foreach (var trial in trials)
            prior.Add(trial);
        return new(trials, prior, images, seed: 1);
    }

    private static MeasuredTrial Trial(int number, double cost, params double[] runs) =>
        new(number, [cost], [Math.Log2(cost)], [.. runs], cost);
}
