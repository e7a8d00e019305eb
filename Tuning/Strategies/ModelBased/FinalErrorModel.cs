using System.Runtime.Intrinsics;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// Predicts the final log error at a rung: a Bayesian linear regression on <see cref="Features"/>, in closed form, from every trial that
/// went to the end and, with less weight, from the predictions of parked ones (Bishop, "Pattern recognition and machine learning", 2006,
/// 3.3). The noise is that of the residuals, refined twice from its prior; a prediction uses at least the noise of the validation images
/// alone.
/// </summary>
/// <param name="constant">The constant of the regression, before any trial.</param>
/// <param name="configured">The number of configuration terms that it uses.</param>
/// <param name="noise">The prior of the noise, which counts as much as two trials.</param>
internal sealed class FinalErrorModel(double constant = 0.3, double noise = 0.2, int configured = 0)
{
    // For logarithms of errors in per cent, chosen on LCBench tasks that the benchmark does not use. Before any trial, the prediction keeps
    // four fifths of the log error, and subtracts four fifths of its decrease over the last two thirds of the curve.
    private readonly double[] _priorDeviation = [1, 0.4, 0.3, 0.5, .. Enumerable.Repeat(0.4, configured)];

    // Noise below 0.03 is treated as luck.
    private const double PriorCount = 2, LeastNoise = 0.03;

    // The weight of a predicted end.
    private const double ExpectedWeight = 0.5;
    private const int Refinements = 2;

    private readonly double[] _priorMean = [constant, 0.8, 0, -0.8, .. new double[configured]];
    private readonly double[,] _products = new double[Features.Terms + configured, Features.Terms + configured];
    private readonly double[] _withEnds = new double[Features.Terms + configured];
    private double _endSquares, _count;
    private Posterior? _posterior;

    /// <summary>How much the final log error rises with that at the rung, if everything before is unchanged.</summary>
    public double Slope(bool knowsFall) => Solved.Mean[1] - (knowsFall ? Solved.Mean[3] : 0);

    /// <summary>The number of configuration terms that it uses.</summary>
    public int Configured => configured;

    private int Terms => Features.Terms + configured;

    private Posterior Solved => _posterior ??= Solve();

    /// <summary>Adds a trial that went to the end.</summary>
    /// <param name="logError">Its final log error.</param>
    public void Add(Features features, double logError) => Take(features, new(logError, 0), weight: 1);

    /// <summary>Adds a trial by its predicted end.</summary>
    public void Expect(Features features, Prediction end) => Take(features, end, ExpectedWeight);

    /// <summary>Reverts <see cref="Expect"/>.</summary>
    public void Forget(Features features, Prediction end) => Take(features, end, -ExpectedWeight);

    /// <summary>The log errors at the end of several trials, as means and deviations.</summary>
    /// <param name="others">Terms of the configuration.</param>
    /// <inheritdoc cref="Predict(Features, int)"/>
    // Vectorized, because a turn may need ten thousand parked trials.
    public (Vector256<double> Mean, Vector256<double> Deviation) Predict(
        Vector256<double> one, Vector256<double> two, Vector256<double> three, ReadOnlySpan<Vector256<double>> others, int images)
    {
        var ((w, c, seen), n) = (Solved, Terms);
        var mean = Vector256.Create(w[0]) + w[1] * one + w[2] * two + w[3] * three;
        var variance = Vector256.Create(c[0]) + c[n + 1] * one * one + c[2 * n + 2] * two * two + c[3 * n + 3] * three * three
            + 2 * (c[1] * one + c[2] * two + c[3] * three + c[n + 2] * one * two + c[n + 3] * one * three + c[2 * n + 3] * two * three);
        for (var i = Features.Terms; i < n; i++)
        {
            var (x, row) = (others[i - Features.Terms], i * n);
            var with = Vector256.Create(c[row]) + c[row + 1] * one + c[row + 2] * two + c[row + 3] * three;
            for (var j = Features.Terms; j < i; j++)
                with += c[row + j] * others[j - Features.Terms];
            (mean, variance) = (mean + w[i] * x, variance + (2 * with + c[row + i] * x) * x);
        }

        var spread = Vector256.Create(Math.Max(seen, LeastNoise));
        if (images > 0)
            spread = Vector256.Max(spread, LogErrors.StandardError(mean, images));
        return (mean, Vector256.Sqrt(variance + spread * spread));
    }

    /// <summary>The predicted final log error.</summary>
    /// <param name="images">The number of validation images behind accuracies; 0 if it is not known.</param>
    public Prediction Predict(Features features, int images)
    {
        var (one, two, three) = (features.LogError, features.Size, features.Fell);
        var ((weights, covariance, seen), n) = (Solved, Terms);
        ReadOnlySpan<double> w = weights, c = covariance;
        var mean = w[0] + w[1] * one + w[2] * two + w[3] * three;
        var variance = c[0] + c[n + 1] * one * one + c[2 * n + 2] * two * two + c[3 * n + 3] * three * three
            + 2 * (c[1] * one + c[2] * two + c[3] * three + c[n + 2] * one * two + c[n + 3] * one * three + c[2 * n + 3] * two * three);
        for (var i = Features.Terms; i < n; i++)
        {
            var (x, row) = (features[i], i * n);
            var with = c[row] + c[row + 1] * one + c[row + 2] * two + c[row + 3] * three;
            for (var j = Features.Terms; j < i; j++)
                with += c[row + j] * features[j];
            (mean, variance) = (mean + w[i] * x, variance + (2 * with + c[row + i] * x) * x);
        }

        var spread = Math.Max(seen, Math.Max(LeastNoise, LogErrors.StandardError(mean, images)));
        return new(mean, Math.Sqrt(variance + spread * spread));
    }

    // Uses expected squares: the variance of an uncertain end is added to them.
    private void Take(Features features, Prediction end, double weight)
    {
        for (var i = 0; i < Terms; i++)
        {
            for (var j = 0; j < Terms; j++)
                _products[i, j] += weight * features[i] * features[j];
            _withEnds[i] += weight * features[i] * end.Mean;
        }

        (_endSquares, _count, _posterior) =
            (_endSquares + weight * (end.Mean * end.Mean + end.Deviation * end.Deviation), _count + weight, null);
    }

    private Posterior Solve()
    {
        var solved = SolveWith(noise);
        for (var i = 1; i < Refinements; i++)
            solved = SolveWith(NoiseOf(solved.Mean));
        return solved with { Noise = NoiseOf(solved.Mean) };
    }

    private Posterior SolveWith(double spread)
    {
        var (precision, right, mean) = (new double[Terms, Terms], new double[Terms], new double[Terms]);
        for (var i = 0; i < Terms; i++)
        {
            var prior = 1 / (_priorDeviation[i] * _priorDeviation[i]);
            for (var j = 0; j < Terms; j++)
                precision[i, j] = _products[i, j] / (spread * spread) + (i == j ? prior : 0);
            right[i] = prior * _priorMean[i] + _withEnds[i] / (spread * spread);
        }

        var covariance = LinearSystem.Inverse(precision);
        for (var i = 0; i < Terms; i++)
            for (var j = 0; j < Terms; j++)
                mean[i] += covariance[i, j] * right[j];
        return new(mean, [.. covariance.Cast<double>()], spread);
    }

    private double NoiseOf(double[] mean)
    {
        var squares = _endSquares;
        for (var i = 0; i < Terms; i++)
        {
            squares -= 2 * mean[i] * _withEnds[i];
            for (var j = 0; j < Terms; j++)
                squares += mean[i] * _products[i, j] * mean[j];
        }

        return Math.Sqrt((Math.Max(0, squares) + PriorCount * noise * noise) / (_count + PriorCount));
    }

    /// <param name="Covariance">Row by row.</param>
    private sealed record Posterior(double[] Mean, double[] Covariance, double Noise);
}
