using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Training.Loop;
using Paretune.Tuning.Rates;

namespace Paretune.Training.Tests.Loop;

public sealed class RateSweepTests
{
    // Seven steps per epoch, so that a longer test repeats the images.
    private static readonly Job Job = new(
        "tiny", "dilated-separable", new(Dilation: 1, Width: 0.1, Resolution: 1, LearningRate: 7, WeightDecay: 0, BatchSize: 32), 16,
        Epochs: 1, Seed: 1);

    [Fact]
    public void Each_step_is_taken_with_the_rate_of_the_range_and_told_with_its_loss()
    {
        var range = new RateRange(1e-5, 0.1, 25);

        var points = Sweep(range);

        Assert.Equal(Enumerable.Range(1, 25), points.Select(point => point.Step));
        Assert.Equal(Enumerable.Range(0, 25).Select(range.At), points.Select(point => point.Rate));
        Assert.All(points, point => Assert.True(double.IsFinite(point.Loss)));
        Assert.True(points[^6..].Average(point => point.Loss) < points[0].Loss);
        Assert.Equal(points, Sweep(range));
    }

    [Fact]
    public void It_ends_where_the_loss_has_diverged()
    {
        var points = Sweep(new(1, 1e25, 60));

        Assert.True(points.Count < 60);
        Assert.True(new RateTest(points).HasDiverged);
    }

    private static List<RatePoint> Sweep(RateRange range) =>
        [.. new RateSweep(new TinyImages(), "cpu", TimeProvider.System, NullLogger.Instance).Run(Job, range, CancellationToken.None)];
}
