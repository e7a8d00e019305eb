using Paretune.Tuning.Simulation;

namespace Paretune.Tuning.Tests.Simulation;

public sealed class SelectionRegretTests
{
    // Limits go from 1 to 100; the most accurate candidate is within the last one only.
    private static readonly SelectionRegret Regret = new(truth: [0.9, 0.1, 0.5], costs: [100, 1, 10], nothing: 0.05);

    [Fact]
    public void Who_has_seen_all_candidates_loses_nothing() =>
        Assert.Equal(0, Regret.Compute([(0, 0.9), (1, 0.1), (2, 0.5)]));

    [Fact]
    public void Where_only_the_cheapest_was_seen_the_better_ones_are_lost_from_their_costs_on() =>
        // Of 400 limits, 199 are from 10 to below 100, and one is 100.
        Assert.Equal((199 * 40 + 80) / 400.0, Regret.Compute([(1, 0.1)]), precision: 9);

    [Fact]
    public void Where_nothing_within_a_limit_was_seen_one_guesses() =>
        Assert.Equal((200 * 5 + 199 * 45 + 85) / 400.0, Regret.Compute([]), precision: 9);

    [Fact]
    public void A_pick_by_luck_is_judged_by_its_true_accuracy() =>
        Assert.Equal((199 * 40 + 80) / 400.0, Regret.Compute([(0, 0.3), (1, 0.8), (2, 0.4)]), precision: 9);
}
