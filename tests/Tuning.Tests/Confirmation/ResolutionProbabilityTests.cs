using Paretune.Tuning.Confirmation;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Tests.Confirmation;

public sealed class ResolutionProbabilityTests
{
    // The posterior from one run and the expectation at the trial's costs.
    private static readonly Posterior OneRun = new(0.93, RunNoise.Usual.Variance(0.93) / 2, ImageVariance: 0, RunNoise.Usual.Degrees);

    [Fact]
    public void A_tie_is_not_settled_by_the_runs_that_are_left_and_what_is_nearly_sure_is()
    {
        Assert.InRange(Chance(0.5, left: 1), 0, 0.01);
        Assert.InRange(Chance(0.5, left: 19), 0.02, ResolutionProbability.Least);
        Assert.True(Chance(0.93, left: 1) > ResolutionProbability.Least);
        Assert.True(Chance(0.07, left: 1) > ResolutionProbability.Least);
    }

    [Fact]
    public void More_runs_that_are_left_lessen_no_chance_and_none_leave_none()
    {
        double[] shares = [0.06, 0.2, 0.5, 0.8, 0.94];

        Assert.All(shares, share => Assert.True(Chance(share, left: 5) >= Chance(share, left: 1)));
        Assert.All(shares, share => Assert.Equal(0, Chance(share, left: 0)));
    }

    /// <summary>Compares with the definition: enumerates the possible results of further runs.</summary>
    [Theory]
    [InlineData(0.9)]
    [InlineData(0.8)]
    [InlineData(0.1)]
    public void The_chance_is_the_share_of_outcomes_that_leave_the_place_sure(double share)
    {
        // A run removes a third of the trial's variance; half of the lead's variance is the trial's.
        var (lead, taken, settled) = (Quantile(share), 1.0 / 3 / 2, 0);
        for (var at = 0.5; at < 10_000; at++)
        {
            var after = (lead + Math.Sqrt(taken) * Quantile(at / 10_000)) / Math.Sqrt(1 - taken);
            if (Math.Abs(after) >= Quantile(0.95))
                settled++;
        }

        Assert.Equal(settled / 10_000.0, Chance(share, left: 1), 3);
    }

    [Fact]
    public void What_the_images_leave_open_no_run_settles_and_what_runs_can_settle_is_the_same_with_them()
    {
        // Half of the images' variance counts, in all four times the variance of the runs.
        var withImages = OneRun with { ImageVariance = 6 * OneRun.RunVariance };

        Assert.Equal(0, ResolutionProbability.After(0.9, withImages, RunNoise.Usual, 5));
        Assert.Equal(
            Chance(0.9, left: 1),
            ResolutionProbability.After(NormalDistribution.Below(Quantile(0.9) / 2), withImages, RunNoise.Usual, 1), 4);
    }

    private static double Chance(double share, int left) => ResolutionProbability.After(share, OneRun, RunNoise.Usual, left);

    private static double Quantile(double probability) => NormalDistribution.Quantile(probability);
}
