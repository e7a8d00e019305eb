using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Tests.Strategies;

public sealed class SobolDrawTests
{
    private static readonly Space Ranges = Hyperparameters.DefaultSpace
        .With("learningRate", new Domain { Range = new(1e-4, 0.1, RangeScale.Log) }).With("weightDecay", new Domain { Range = new(0, 1) });

    [Fact]
    public void Any_first_power_of_two_covers_each_scale_evenly()
    {
        var rates = Draw(Ranges, samples: 64).Select(one => Math.Log(one.Configuration.LearningRate / 1e-4) / Math.Log(1000)).ToList();

        // One draw in each 64th of the scale, which independent draws would achieve once in 10²⁷ cases.
        Assert.Equal(64, rates.Select(place => Math.Min((int)(place * 64), 63)).Distinct().Count());
    }

    [Fact]
    public void Two_scales_together_are_covered_better_than_by_independent_draws()
    {
        var (spread, independent) = (EmptyCells("sobol"), EmptyCells("random"));

        Assert.True(spread == 0 && independent > 8, $"{spread} cells of 64 were left out, and {independent} by independent draws");
    }

    [Fact]
    public void Every_candidate_of_a_list_is_tried_once()
    {
        var drawn = Draw(Sample.Spec.Space, samples: null);

        Assert.Equal((8, 8), (drawn.Count, drawn.Distinct().Count()));
    }

    [Fact]
    public void Another_seed_draws_other_points() =>
        Assert.NotEqual(Draw(Ranges, samples: 4), Draw(Ranges, samples: 4, seed: 2));

    [Theory]
    [InlineData("sobol"), InlineData("asha"), InlineData("front")]
    public void Resolutions_that_build_the_same_network_are_drawn_once(string strategy)
    {
        // 0.99 and 1 build the same network of 32 pixels.
        var space = Hyperparameters.DefaultSpace.With("width", 0.25, 0.5, 0.75, 1).With("resolution", 0.5, 0.99, 1);
        var spec = Sample.Spec with { Networks = ["mobilenet"], Space = space, BaseResolution = 32, Strategy = Sobol(strategy) };

        var drawn = StrategyCatalog.Create(spec, () => CandidateSpace.Count(spec, classes: 10)).All();

        Assert.Equal(8, drawn.Count);
        Assert.Equal(8, drawn.Select(one => (one.Configuration.Width, one.Cost.Macs)).Distinct().Count());
    }

    [Theory]
    [InlineData("sobol", 2), InlineData("asha", 3), InlineData("front", 4)]
    public void Searches_of_old_versions_keep_their_draws(string strategy, int version)
    {
        var space = Hyperparameters.DefaultSpace.With("width", 0.25, 0.5, 0.75, 1).With("resolution", 0.5, 0.99, 1);
        var spec = Sample.Spec with { Networks = ["mobilenet"], Space = space, BaseResolution = 32, Strategy = Sobol(strategy) };

        var drawn = StrategyCatalog.Create(spec, version, () => CandidateSpace.Count(spec, classes: 10)).All();

        Assert.Equal(11, drawn.Count);
    }

    private static StrategySpec Sobol(string strategy) =>
        strategy == "sobol" ? new(strategy) : new StrategySpec(strategy).With("sampler", "sobol");

    [Fact]
    public void Every_dimension_is_covered_evenly_and_the_first_three_by_the_published_points()
    {
        var points = Points(dimensions: 21, count: 64);

        for (var dimension = 0; dimension < 21; dimension++)
            Assert.Equal(64, points.Select(point => (int)(point[dimension] * 64)).Distinct().Count());

        // The first points of Joe and Kuo's new-joe-kuo-6.21201, which the seed shifts by the first draw.
        uint[][] published =
        [
            [0, 0, 0], [8, 8, 8], [12, 4, 4], [4, 12, 12], [6, 6, 10], [14, 14, 2], [10, 2, 14], [2, 10, 6], [3, 5, 15], [11, 13, 7],
        ];
        Assert.Equal(published, points.Take(10).Select(point => point[..3].Zip(points[0], Sixteenths).ToArray()));
    }

    private static uint Sixteenths(double place, double shift) => ((uint)(place * (1L << 32)) ^ (uint)(shift * (1L << 32))) >> 28;

    private static List<double[]> Points(int dimensions, int count)
    {
        var group = new PointGroup(dimensions);
        var draw = new SobolDraw(group, new(1), isDistinct: false);
        for (var i = 0; i < count; i++)
            draw.Draw();
        return group.Points;
    }

    /// <summary>Keeps the points at which candidates are requested.</summary>
    private sealed class PointGroup(int dimensions) : CandidateGroup
    {
        public List<double[]> Points { get; } = [];
        public override string Network => "vgg16";
        public override long? Count => null;
        public override int Dimensions => dimensions;

        public override Candidate At(long index) => throw new NotSupportedException();

        public override Candidate? At(ReadOnlySpan<double> point)
        {
            Points.Add(point.ToArray());
            return new("vgg16", Sample.Configuration(Points.Count), new(1, 1, 1));
        }
    }

    /// <summary>Returns the number of empty cells in a grid of 8 by 8 after 64 draws.</summary>
    private static int EmptyCells(string strategy) => 64 - Draw(Ranges, samples: 64, strategy: strategy)
        .Select(
            one => ((int)(Math.Log(one.Configuration.LearningRate / 1e-4) / Math.Log(1000) * 8), (int)(one.Configuration.WeightDecay * 8)))
                .Distinct().Count();

    private static List<Candidate> Draw(Space space, int? samples, long seed = 1, string strategy = "sobol")
    {
        var named = new StrategySpec(strategy);
        var spec = Sample.Spec with { Space = space, Seed = seed, Strategy = samples is { } count ? named.With("samples", count) : named };
        return StrategyCatalog.Create(spec, () => CandidateSpace.Count(spec, classes: 10)).All();
    }
}
