using Paretune.Tuning.Models;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Tests.Models;

/// <summary>Compared with numpy: the textbook formulas with a full inverse, for three values, one of them uncertain.</summary>
public sealed class GaussianProcessTests
{
    private static readonly Observations Seen = new([[0, 0], [0.3, 1], [1, 0]], [3, 2.5, 2], [0, 0.02, 0]);
    private static readonly KernelScales Scales = new([4, 0.5], Noise: 0.05);
    private static readonly double[][] At = [[0.1, 0.2], [0.9, 0.5]];

    [Fact]
    public void Means_deviations_and_likelihood_are_those_of_the_textbook()
    {
        var process = new GaussianProcess(Seen, Scales);

        var (means, deviations) = Predicted(process);

        AssertNear([2.88337624, 2.0851554], means);
        AssertNear([2.88337624, 2.0851554], [.. At.Select(point => process.Mean(point))]);
        AssertNear([0.12847759, 0.20701849], deviations);
        AssertNear([-0.18548616730713477, 1.099729401794701], [process.LogLikelihood, process.Variance]);
    }

    [Fact]
    public void What_is_believed_moves_no_mean_and_leaves_less_to_be_learnt_nearby()
    {
        var process = new GaussianProcess(Seen, Scales);

        process.Believe(At[1]);

        var (means, deviations) = Predicted(process);
        AssertNear([2.88337624, 2.0851554], means);
        AssertNear([0.12847671, 0.0868904], deviations);
    }

    [Fact]
    public void Many_points_are_predicted_as_each_by_itself()
    {
        var random = new SplitMix64(5);
        double[][] points = [.. Enumerable.Range(0, 601).Select(_ => (double[])[random.Unit(), random.Unit()])];
        var process = new GaussianProcess(Seen, Scales);

        var (means, deviations) = (new double[601], new double[601]);
        process.Predict(new(points), means, deviations);

        foreach (var (at, point) in points.Index())
        {
            var (mean, deviation) = (new double[1], new double[1]);
            process.Predict(new([point]), mean, deviation);
            AssertNear([mean[0], deviation[0]], [means[at], deviations[at]]);
        }
    }

    [Fact]
    public void Before_anything_is_seen_a_third_of_the_images_may_be_wrong()
    {
        var process = new GaussianProcess(new([], [], []), Scales);

        var (means, deviations) = Predicted(process);

        AssertNear([3.5, 3.5], means);
        AssertNear([0.5, 0.5], deviations);
    }

    [Fact]
    public void Scales_are_found_by_which_values_were_drawn()
    {
        var random = new SplitMix64(11);
        double[][] points = [.. Enumerable.Range(0, 60).Select(_ => (double[])[random.Unit(), random.Unit(), random.Unit()])];
        double[] values = [.. points.Select(point => Math.Sin(6 * point[0]) + 0.5 * point[1])];

        var scales = new ScaleFit(new([.. points], [.. values], [.. values.Select(_ => 0.0)]), [0, 1, 2]).Best();

        // The first variable is curved, the second linear, the third irrelevant; there is no noise.
        Assert.True(scales.Weights[0] > 10 * scales.Weights[1], string.Join(", ", scales.Weights));
        Assert.True(scales.Weights[0] > 10 * scales.Weights[2], string.Join(", ", scales.Weights));
        Assert.Equal(0.003, scales.Noise);
    }

    private static (double[] Means, double[] Deviations) Predicted(GaussianProcess process)
    {
        var (means, deviations) = (new double[At.Length], new double[At.Length]);
        process.Predict(new(At), means, deviations);
        return (means, deviations);
    }

    private static void AssertNear(double[] expected, double[] actual) =>
        Assert.Equal(expected, actual, (one, other) => Math.Abs(one - other) < 1e-7);
}
