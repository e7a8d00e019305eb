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
