using Paretune.Tuning.Confirmation;

namespace Paretune.Tuning.Tests.Confirmation;

public sealed class StudentDistributionTests
{
    // From published tables.
    [Theory]
    [InlineData(4, 2.776)]
    [InlineData(10, 2.228)]
    [InlineData(30, 2.042)]
    [InlineData(double.PositiveInfinity, 1.960)]
    public void What_lies_beyond_is_that_of_the_tables(double degrees, double expected) =>
        Assert.InRange(StudentDistribution.Beyond(degrees), 0.99 * expected, 1.001 * expected);

    [Fact]
    public void An_interval_is_the_wider_the_fewer_runs_its_variance_is_estimated_from_but_not_for_the_images()
    {
        double Half(double degrees, double ofImages) =>
            new Posterior(0.9, 1e-6, ofImages, degrees).Interval is var interval ? (interval.High - interval.Low) / 2 : 0;

        Assert.Equal(2.77, Half(4, 0) / 1e-3, 2);
        Assert.Equal(1.98, Half(100, 0) / 1e-3, 2);
        Assert.Equal(1.96, Half(4, 1e-4) / Math.Sqrt(1.01e-4), 2);
    }
}
