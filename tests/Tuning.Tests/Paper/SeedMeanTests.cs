using Paretune.Tuning.Paper;

namespace Paretune.Tuning.Tests.Paper;

public sealed class SeedMeanTests
{
    [Fact]
    public void The_interval_is_students_for_so_few_seeds()
    {
        var mean = SeedMean.From([0.80, 0.82, 0.84])!;

        // s = 0.02, t(2) = 4.303: 4.303 · 0.02 / √3.
        Assert.Equal((0.82, 0.049687), (Math.Round(mean.Mean, 6), Math.Round(mean.HalfWidth!.Value, 6)));
        Assert.Equal(3, mean.Count);
    }

    [Fact]
    public void A_seed_that_gave_nothing_does_not_count()
    {
        var mean = SeedMean.From([0.80, null]);

        Assert.Equal(new(0.80, HalfWidth: null, Count: 1), mean);
        Assert.Null(SeedMean.From([null]));
    }

    [Fact]
    public void Every_number_of_seeds_that_may_be_asked_for_has_its_quantile()
    {
        var widths = Enumerable.Range(2, SeedMean.MostSeeds - 1)
            .Select(seeds => SeedMean.From(Enumerable.Range(0, seeds).Select(seed => (double?)(seed % 2)))!.HalfWidth!.Value).ToList();

        // 2.045 · s / √30 with s² = 30 · 0.25 / 29.
        Assert.Equal(2.045 * Math.Sqrt(7.5 / 29) / Math.Sqrt(30), widths[^1], 6);
    }
}
