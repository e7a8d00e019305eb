using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Tests.Spaces;

public sealed class CandidatesTests
{
    [Fact]
    public void A_grid_is_the_product_with_dilation_turning_slowest()
    {
        (int, double, double)[] expected =
        [
            (1, 1, 1), (1, 1, 0.75), (1, 0.5, 1), (1, 0.5, 0.75),
            (2, 1, 1), (2, 1, 0.75), (2, 0.5, 1), (2, 0.5, 0.75),
        ];

        var candidates = Candidates.Of(Sample.Spec, classes: 10);

        Assert.Equal(expected, candidates.Items.Select(item => (item.Configuration.Dilation, item.Configuration.Width, item.Configuration.Resolution)));
        Assert.Equal("", candidates.Excluded);
    }

    [Fact]
    public void Every_hyperparameter_is_part_of_the_product()
    {
        var space = Sample.Spec.Space with { LearningRate = [0.1, 0.01], WeightDecay = [0, 0.1], BatchSize = [32, 64, 128] };

        var candidates = Candidates.Of(Sample.Spec with { Space = space }, classes: 10);

        Assert.Equal(96, candidates.Items.Select(item => item.Configuration).Distinct().Count());
    }

    [Fact]
    public void A_candidate_carries_the_cost_of_its_own_configuration()
    {
        var candidates = Candidates.Of(Sample.Spec, classes: 10);

        Assert.Equal(2_162_058, candidates.Items[0].Cost.Parameters);
        Assert.True(candidates.Items[1].Cost.Macs < candidates.Items[0].Cost.Macs);
        Assert.True(candidates.Items[2].Cost.Parameters < candidates.Items[0].Cost.Parameters);
    }

    [Fact]
    public void A_limit_excludes_what_is_over_it_and_says_so()
    {
        var candidates = Candidates.Of(Sample.Spec with { Limits = new(Parameters: 1_000_000) }, classes: 10);

        Assert.All(candidates.Items, item => Assert.Equal(0.5, item.Configuration.Width));
        Assert.Equal("excluded: 4 of 8, because parameters > 1000000", candidates.Excluded);
    }

    [Fact]
    public void A_configuration_exactly_at_a_limit_is_kept()
    {
        var cost = Candidates.Of(Sample.Spec, classes: 10).Items.MinBy(item => item.Cost.Macs)!.Cost;

        var candidates = Candidates.Of(Sample.Spec with { Limits = new(cost.Parameters, cost.Macs, cost.Bytes) }, classes: 10);

        Assert.All(candidates.Items, item => Assert.Equal(cost, item.Cost));
        Assert.NotEmpty(candidates.Items);
    }

    [Fact]
    public void Several_limits_say_how_many_each_excludes()
    {
        var macs = Candidates.Of(Sample.Spec, classes: 10).Items[3].Cost.Macs;

        var candidates = Candidates.Of(Sample.Spec with { Limits = new(Parameters: 1_000_000, Macs: macs) }, classes: 10);

        Assert.Equal($"excluded: 6 of 8, because parameters > 1000000 (4), macs > {macs} (6)", candidates.Excluded);
    }

    [Fact]
    public void A_limit_that_excludes_nothing_is_not_mentioned()
    {
        var candidates = Candidates.Of(Sample.Spec with { Limits = new(Parameters: 1_000_000, Bytes: long.MaxValue) }, classes: 10);

        Assert.DoesNotContain("bytes", candidates.Excluded, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_networks_are_tried_one_after_the_other_each_with_what_it_has_of_the_space()
    {
        (string, int, double, double)[] expected =
        [
            ("dilated-separable", 1, 1, 1), ("dilated-separable", 1, 1, 0.75), ("dilated-separable", 1, 0.5, 1), ("dilated-separable", 1, 0.5, 0.75),
            ("dilated-separable", 2, 1, 1), ("dilated-separable", 2, 1, 0.75), ("dilated-separable", 2, 0.5, 1), ("dilated-separable", 2, 0.5, 0.75),
            ("mobilenet", 1, 1, 1), ("mobilenet", 1, 1, 0.75), ("mobilenet", 1, 0.5, 1), ("mobilenet", 1, 0.5, 0.75),
            ("vgg16", 1, 1, 1),
        ];

        var candidates = Candidates.Of(Sample.Spec with { Networks = ["dilated-separable", "mobilenet", "vgg16"] }, classes: 10);

        Assert.Equal(expected, candidates.Items.Select(item => (item.Network, item.Configuration.Dilation, item.Configuration.Width, item.Configuration.Resolution)));
        Assert.Equal(
            "excluded: 11 of 24, because no dilated rate in mobilenet, vgg16 (8), under 32 pixels for vgg16 (1), no width multiplier in vgg16 (2)",
            candidates.Excluded);
    }

    [Fact]
    public void A_limit_is_asked_of_every_network_and_told_beside_what_a_network_lacks()
    {
        var spec = Sample.Spec with { Networks = ["dilated-separable", "mobilenet"], Limits = new(Parameters: 1_000_000) };

        var candidates = Candidates.Of(spec, classes: 10);

        Assert.Equal(
            [("dilated-separable", 4), ("mobilenet", 2)],
            candidates.Items.GroupBy(item => item.Network).Select(network => (network.Key, network.Count())));
        Assert.Equal("excluded: 10 of 16, because no dilated rate in mobilenet (4), parameters > 1000000 (6)", candidates.Excluded);
    }

    [Fact]
    public void Random_draws_only_from_what_the_limits_leave()
    {
        var spec = Sample.Spec with { Limits = new(Parameters: 1_000_000), Strategy = new("random", Samples: 8) };

        var candidates = Candidates.Of(spec, classes: 10);

        Assert.Equal(4, candidates.Items.Length);
        Assert.Equal("excluded: 4 of 8, because parameters > 1000000", candidates.Excluded);
    }
}
