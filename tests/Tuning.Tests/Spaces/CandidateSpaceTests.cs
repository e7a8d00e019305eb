using Paretune.Tuning.Networks;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;
using Paretune.Tuning.Strategies;
using Paretune.Tuning.Tests.Strategies;

namespace Paretune.Tuning.Tests.Spaces;

public sealed class CandidateSpaceTests
{
    [Fact]
    public void A_grid_is_the_product_with_dilation_turning_slowest()
    {
        (int, double, double)[] expected =
        [
            (1, 1, 1), (1, 1, 0.75), (1, 0.5, 1), (1, 0.5, 0.75),
            (2, 1, 1), (2, 1, 0.75), (2, 0.5, 1), (2, 0.5, 0.75),
        ];

        var candidates = CandidateSpace.Count(Sample.Spec, classes: 10);

        Assert.Equal(
            expected,
            candidates.All().Select(item => (item.Configuration.Dilation, item.Configuration.Width, item.Configuration.Resolution)));
        Assert.Equal("", candidates.Excluded);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.4, 2)]
    [InlineData(0.999, 3)]
    [InlineData(1, 3)]
    public void A_listed_candidate_is_found_by_its_place_in_the_list(double place, int dilation)
    {
        var group = new ListedGroup("dilated-separable", [
            .. Enumerable.Range(1, 3).Select(number => new Candidate("dilated-separable", Sample.Configuration(number), new(1, 1, 1)))]);

        Assert.Equal(dilation, group.At([place])!.Configuration.Dilation);
    }

    [Fact]
    public void Every_hyperparameter_is_part_of_the_product()
    {
        var space = Sample.Spec.Space.With("learningRate", 0.1, 0.01).With("weightDecay", 0, 0.1).With("batchSize", 32, 64, 128);

        var candidates = CandidateSpace.Count(Sample.Spec with { Space = space }, classes: 10);

        Assert.Equal(96, candidates.All().Select(item => item.Configuration).Distinct().Count());
    }

    [Fact]
    public void A_candidate_carries_the_cost_of_its_own_configuration()
    {
        var candidates = CandidateSpace.Count(Sample.Spec, classes: 10);

        Assert.Equal(2_162_058, candidates.All()[0].Cost.Parameters);
        Assert.True(candidates.All()[1].Cost.Macs < candidates.All()[0].Cost.Macs);
        Assert.True(candidates.All()[2].Cost.Parameters < candidates.All()[0].Cost.Parameters);
    }

    [Fact]
    public void A_limit_excludes_what_is_over_it_and_says_so()
    {
        var candidates = CandidateSpace.Count(Sample.Spec with { Limits = new(Parameters: 1_000_000) }, classes: 10);

        Assert.All(candidates.All(), item => Assert.Equal(0.5, item.Configuration.Width));
        Assert.Equal("skipped 4 of 8: parameters > 1000000", candidates.Excluded);
    }

    [Fact]
    public void A_configuration_exactly_at_a_limit_is_kept()
    {
        var cost = CandidateSpace.Count(Sample.Spec, classes: 10).All().MinBy(item => item.Cost.Macs)!.Cost;

        var candidates = CandidateSpace.Count(Sample.Spec with { Limits = new(cost.Parameters, cost.Macs, cost.Bytes) }, classes: 10);

        Assert.All(candidates.All(), item => Assert.Equal(cost, item.Cost));
        Assert.NotEmpty(candidates.All());
    }

    [Fact]
    public void Several_limits_say_how_many_each_excludes()
    {
        var macs = CandidateSpace.Count(Sample.Spec, classes: 10).All()[3].Cost.Macs;

        var candidates = CandidateSpace.Count(Sample.Spec with { Limits = new(Parameters: 1_000_000, Macs: macs) }, classes: 10);

        Assert.Equal($"skipped 6 of 8: parameters > 1000000 (4), macs > {macs} (6)", candidates.Excluded);
    }

    [Fact]
    public void A_limit_that_excludes_nothing_is_not_mentioned()
    {
        var candidates = CandidateSpace.Count(Sample.Spec with { Limits = new(Parameters: 1_000_000, Bytes: long.MaxValue) }, classes: 10);

        Assert.DoesNotContain("bytes", candidates.Excluded, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_networks_are_tried_one_after_the_other_each_with_what_it_has_of_the_space()
    {
        (string, int, double, double)[] expected =
        [
            ("dilated-separable", 1, 1, 1), ("dilated-separable", 1, 1, 0.75), ("dilated-separable", 1, 0.5, 1),
            ("dilated-separable", 1, 0.5, 0.75),
            ("dilated-separable", 2, 1, 1), ("dilated-separable", 2, 1, 0.75), ("dilated-separable", 2, 0.5, 1),
            ("dilated-separable", 2, 0.5, 0.75),
            ("mobilenet", 1, 1, 1), ("mobilenet", 1, 1, 0.75), ("mobilenet", 1, 0.5, 1), ("mobilenet", 1, 0.5, 0.75),
            ("vgg16", 1, 1, 1),
        ];

        var candidates = CandidateSpace.Count(Sample.Spec with { Networks = ["dilated-separable", "mobilenet", "vgg16"] }, classes: 10);

        Assert.Equal(
            expected,
            candidates.All().Select(
                item => (item.Network, item.Configuration.Dilation, item.Configuration.Width, item.Configuration.Resolution)));
        Assert.Equal(
            "skipped 11 of 24: mobilenet, vgg16 do not support δ > 1 (8), vgg16 needs an input of at least 32 pixels (1), vgg16 does not "
            + "support α < 1 (2)",
            candidates.Excluded);
    }

    [Fact]
    public void A_limit_is_asked_of_every_network_and_told_beside_what_a_network_lacks()
    {
        var spec = Sample.Spec with { Networks = ["dilated-separable", "mobilenet"], Limits = new(Parameters: 1_000_000) };

        var candidates = CandidateSpace.Count(spec, classes: 10);

        Assert.Equal(
            [("dilated-separable", 4), ("mobilenet", 2)],
            candidates.All().GroupBy(item => item.Network).Select(network => (network.Key, network.Count())));
        Assert.Equal("skipped 10 of 16: mobilenet does not support δ > 1 (4), parameters > 1000000 (6)", candidates.Excluded);
    }

    [Fact]
    public void Random_draws_only_from_what_the_limits_leave()
    {
        var spec = Sample.Spec with { Limits = new(Parameters: 1_000_000), Strategy = new StrategySpec("random").With("samples", 8) };

        var strategy = StrategyCatalog.Create(spec, () => CandidateSpace.Count(spec, classes: 10));

        Assert.Equal(4, strategy.Planned);
        Assert.Equal([0.5, 0.5, 0.5, 0.5], strategy.All().Select(one => one.Configuration.Width));
    }

    [Fact]
    public void Shapes_that_build_the_same_network_are_one_candidate()
    {
        var space = Hyperparameters.DefaultSpace.With("width", 1, 0.9999).With("resolution", 1, 0.99, 0.985)
            .With("learningRate", 0.1, 0.01);

        var candidates = CandidateSpace.Count(Sample.Spec with { Space = space }, classes: 10);

        Assert.Equal(
            [(1.0, 1.0, 0.1), (1.0, 1.0, 0.01)],
            candidates.All().Select(one => (one.Configuration.Width, one.Configuration.Resolution, one.Configuration.LearningRate)));
        Assert.Equal(("", "merged 10 of 12: they build the same network as another "
            + "configuration"), (candidates.Excluded, candidates.Merged));
    }

    [Fact]
    public void Parts_of_a_space_are_taken_together_each_with_its_networks()
    {
        var parts = new Space(
            Part("mobilenet", Hyperparameters.DefaultSpace.With("width", 1, 0.5)),
            Part("dilated-separable", Hyperparameters.DefaultSpace.With("dilation", 1, 2)));

        var candidates = CandidateSpace.Count(
            Sample.Spec with { Networks = ["mobilenet", "dilated-separable"], Space = parts }, classes: 10);

        Assert.Equal(
            [("mobilenet", 1, 1.0), ("mobilenet", 1, 0.5), ("dilated-separable", 1, 1.0), ("dilated-separable", 2, 1.0)],
            candidates.All().Select(one => (one.Network, one.Configuration.Dilation, one.Configuration.Width)));
    }

    [Fact]
    public void What_two_parts_of_a_space_both_have_is_tried_once()
    {
        var parts = new Space(
            Part("mobilenet", Hyperparameters.DefaultSpace.With("width", 1, 0.5)),
            Part("mobilenet", Hyperparameters.DefaultSpace.With("width", 0.5, 0.25)));

        var candidates = CandidateSpace.Count(Sample.Spec with { Networks = ["mobilenet"], Space = parts }, classes: 10);

        Assert.Equal([1, 0.5, 0.25], candidates.All().Select(one => one.Configuration.Width));
        Assert.Equal("merged 1 of 4: they build the same network as another configuration", candidates.Merged);
        Assert.Equal(candidates.All().Average(one => one.Cost.Macs), candidates.Costs!.MeanMacs);
    }

    [Fact]
    public void Costs_of_a_space_do_not_depend_on_what_is_drawn_of_it()
    {
        var candidates = CandidateSpace.Count(Sample.Spec, classes: 10);

        var macs = candidates.All().Select(one => one.Cost.Macs).ToList();
        Assert.Equal(
            (macs.Min(), macs.Max(), macs.Average()),
            (candidates.Costs!.Least.Macs, candidates.Costs.Most.Macs, candidates.Costs.MeanMacs));
    }

    [Fact]
    public void A_limit_that_leaves_only_the_end_of_a_range_is_refused()
    {
        List<ValidationError> errors = [];

        SpecChecks.CheckLimits(Ranges() with { Limits = new(Macs: CostOf(0.25, 0.5).Macs) }, NetworkEnds.OfColour(10), errors);

        Assert.Equal("limits.macs", Assert.Single(errors).Field);
    }

    [Fact]
    public void Costs_of_ranges_include_those_at_their_ends()
    {
        var candidates = CandidateSpace.Count(Ranges(), classes: 10);

        Assert.Equal((CostOf(0.25, 0.5), CostOf(1, 1)), (candidates.Costs!.Least, candidates.Costs.Most));
        // Old searches know the costs of draws; those represent the range, so the mean is theirs.
        Assert.True(candidates.DrawnCosts!.Most.Macs < candidates.Costs.Most.Macs);
        Assert.Equal(candidates.DrawnCosts.MeanMacs, candidates.Costs.MeanMacs);
    }

    [Fact]
    public void An_end_of_a_range_that_limits_exclude_is_not_counted()
    {
        var limit = CostOf(1, 0.8).Macs;

        var candidates = CandidateSpace.Count(Ranges() with { Limits = new(Macs: limit) }, classes: 10);

        Assert.Equal(CostOf(0.25, 0.5), candidates.Costs!.Least);
        Assert.InRange(candidates.Costs.Most.Macs, limit / 2, limit);
    }

    [Fact]
    public void A_network_that_no_draw_builds_does_not_widen_the_costs()
    {
        // vgg16 exists at width 1 only.
        var candidates = CandidateSpace.Count(Ranges() with { Networks = ["mobilenet", "vgg16"] }, classes: 10);

        Assert.Equal(CandidateSpace.Count(Ranges() with { Networks = ["mobilenet"] }, classes: 10).Costs, candidates.Costs);
    }

    private static SearchSpec Ranges() => Sample.Spec with
    {
        Space = Hyperparameters.DefaultSpace.With("width", new Domain { Range = new(0.25, 1) })
            .With("resolution", new Domain { Range = new(0.5, 1) }),
    };

    private static Cost CostOf(double width, double resolution) => CandidateSpace.Count(
        Sample.Spec with { Space = Hyperparameters.DefaultSpace.With("width", width).With("resolution", resolution) }, classes: 10)
        .At(0).Cost;

    private static Subspace Part(string network, Space space) => space.First with { Networks = [network] };
}
