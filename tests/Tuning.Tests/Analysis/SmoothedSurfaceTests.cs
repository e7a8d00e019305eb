using Paretune.Tuning.Analysis;

namespace Paretune.Tuning.Tests.Analysis;

public sealed class SmoothedSurfaceTests
{
    // The kernel's width is a quarter for one point.
    private const double Width = 0.25;

    [Fact]
    public void Points_are_weighted_by_a_normal_kernel_of_their_distance()
    {
        // Two cells a side: their centres are at a quarter and at three quarters.
        (double X, double Y, double Value)[] points = [(0.25, 0.25, 1), (0.75, 0.75, 0), (0.5, 0.25, 5)];
        var width = Width * Math.Pow(points.Length, -1 / 6.0);
        double Weight(double x, double y) => Math.Exp(-(x * x + y * y) / (2 * width * width));

        var surface = SmoothedSurface.Compute(points, cells: 2);

        var (near, across, far) = (1.0, Weight(0.25, 0), Weight(0.5, 0.5));
        Assert.Equal((near + 5 * across) / (near + across + far), surface[0, 0], 1e-12);
        (near, across, far) = (1.0, Weight(0.25, 0.5), Weight(0.5, 0.5));
        Assert.Equal((far + 5 * across) / (near + across + far), surface[1, 1], 1e-12);
    }

    [Fact]
    public void The_first_index_is_the_row_from_the_bottom()
    {
        var surface = SmoothedSurface.Compute([(0.1, 0.9, 3)], cells: 5);

        Assert.Equal(3, surface[4, 0]);
        Assert.True(double.IsNaN(surface[0, 4]));
    }

    [Theory]
    [InlineData(0.49, false)]
    [InlineData(0.52, true)]
    public void More_than_two_widths_from_the_nearest_point_there_is_no_estimate(double distance, bool isNone) =>
        Assert.Equal(isNone, double.IsNaN(SmoothedSurface.Compute([(0.5, 0.5 - distance, 3)], cells: 1)[0, 0]));
}
