using System.Runtime.Intrinsics;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Tests.Strategies.ModelBased;

/// <summary>
/// Compares the two optimized implementations of predictions, one trial or four at a time, with the textbook formulas, on drawn trials with
/// any number of terms.
/// </summary>
public sealed class EndModelTermsTests
{
    private const double Constant = 0.7, Noise = 0.25;

    [Theory]
    [InlineData(0, 0, 0), InlineData(0, 9, 500), InlineData(1, 12, 0), InlineData(2, 20, 400), InlineData(5, 3, 0)]
    [InlineData(5, 40, 1000), InlineData(9, 30, 50)]
    public void Both_predictions_are_those_of_a_regression_on_all_terms(int configured, int trials, int images)
    {
        var random = new Random(100 * configured + trials);
        var seen = Enumerable.Range(0, trials).Select(_ => (Features: Draw(random, configured), End: 1 + 2 * random.NextDouble())).ToList();
        var model = new FinalErrorModel(Constant, Noise, configured);
        seen.ForEach(one => model.Add(one.Features, one.End));
        Features[] asked = [.. Enumerable.Range(0, Vector256<double>.Count).Select(_ => Draw(random, configured))];

        var expected = asked.Select(features => Plain(seen, features, configured, images)).ToList();
        var (means, deviations) = model.Predict(
            Lanes(asked, 1), Lanes(asked, 2), Lanes(asked, 3),
            [.. Enumerable.Range(0, configured).Select(term => Lanes(asked, Features.Terms + term))], images);

        Assert.All(asked.Index(), one =>
        {
            var prediction = model.Predict(one.Item, images);
            Assert.Equal(expected[one.Index].Mean, prediction.Mean, tolerance: 1e-8);
            Assert.Equal(expected[one.Index].Deviation, prediction.Deviation, tolerance: 1e-8);
            Assert.Equal(prediction.Mean, means[one.Index], tolerance: 1e-12);
            Assert.Equal(prediction.Deviation, deviations[one.Index], tolerance: 1e-12);
        });
    }

    private static Features Draw(Random random, int configured) => new(1 + 3 * random.NextDouble(), Normal(random), random.NextDouble())
    {
        Configured = [.. Enumerable.Range(0, configured).Select(_ => Normal(random))],
    };

    private static double Normal(Random random) => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;

    private static Vector256<double> Lanes(Features[] asked, int term) =>
        Vector256.Create(asked[0][term], asked[1][term], asked[2][term], asked[3][term]);

    /// <summary>Bishop, equations 3.53 and 3.59, with the noise of the residuals, refined twice.</summary>
    private static Prediction Plain(List<(Features Features, double End)> seen, Features asked, int configured, int images)
    {
        double[] prior = [Constant, 0.8, 0, -0.8, .. new double[configured]];
        double[] deviations = [1, 0.4, 0.3, 0.5, .. Enumerable.Repeat(0.4, configured)];
        var noise = Noise;
        var (mean, covariance) = Posterior(seen, prior, deviations, noise);
        noise = Residual(seen, mean);
        (mean, covariance) = Posterior(seen, prior, deviations, noise);
        noise = Residual(seen, mean);

        var x = Row(asked, prior.Length);
        var ended = x.Zip(mean, (value, weight) => value * weight).Sum();
        var variance = x.Index().Sum(i => x.Index().Sum(j => i.Item * covariance[i.Index, j.Index] * j.Item));
        var accuracy = Math.Clamp(LogErrors.Accuracy(ended), 0, 1);
        var standard = images == 0 ? 0 : Math.Sqrt(accuracy * (1 - accuracy) / images) / (Math.Exp(ended) / 100);
        var spread = Math.Max(noise, Math.Max(0.03, standard));
        return new(ended, Math.Sqrt(variance + spread * spread));
    }

    private static (double[] Mean, double[,] Covariance) Posterior(
        List<(Features Features, double End)> seen, double[] prior, double[] deviations, double noise)
    {
        var n = prior.Length;
        var (precision, right) = (new double[n, n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            precision[i, i] = 1 / (deviations[i] * deviations[i]);
            right[i] = prior[i] * precision[i, i];
        }

        foreach (var (features, end) in seen)
        {
            var x = Row(features, n);
            for (var i = 0; i < n; i++)
            {
                right[i] += x[i] * end / (noise * noise);
                for (var j = 0; j < n; j++)
                    precision[i, j] += x[i] * x[j] / (noise * noise);
            }
        }

        var covariance = Inverse(precision);
        return ([.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Sum(j => covariance[i, j] * right[j]))], covariance);
    }

    private static double Residual(List<(Features Features, double End)> seen, double[] mean) => Math.Sqrt(
        (seen.Sum(one => Math.Pow(one.End - Row(one.Features, mean.Length).Zip(mean, (value, weight) => value * weight).Sum(), 2))
            + 2 * Noise * Noise) / (seen.Count + 2));

    private static double[] Row(Features features, int terms) => [.. Enumerable.Range(0, terms).Select(term => features[term])];

    /// <summary>Gauss-Jordan elimination with pivoting.</summary>
    private static double[,] Inverse(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        double[][] rows = [.. Enumerable.Range(0, n).Select(i => (double[])[
            .. Enumerable.Range(0, n).Select(j => matrix[i, j]), .. Enumerable.Range(0, n).Select(j => i == j ? 1.0 : 0)])];
        for (var column = 0; column < n; column++)
        {
            var pivot = Enumerable.Range(column, n - column).MaxBy(row => Math.Abs(rows[row][column]));
            (rows[column], rows[pivot]) = (rows[pivot], rows[column]);
            var by = rows[column][column];
            rows[column] = [.. rows[column].Select(value => value / by)];
            for (var row = 0; row < n; row++)
                if (row != column && rows[row][column] is var times)
                    rows[row] = [.. rows[row].Zip(rows[column], (value, other) => value - times * other)];
        }

        var inverse = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                inverse[i, j] = rows[i][n + j];
        return inverse;
    }
}
