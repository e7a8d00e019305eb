namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// What a rung says of the end: the log error at the end as a Bayesian linear regression on <see cref="Features"/>, in closed form, fed by
/// every trial that went to the end and, with less weight, by what is expected of parked ones (Bishop, "Pattern recognition and machine
/// learning", 2006, 3.3). The noise is that of the residuals, twice refined from its prior; a prediction takes it for no less than what the
/// validation images alone make.
/// </summary>
internal sealed class EndModel
{
    private const int Terms = Features.Terms;

    // For logarithms of errors in per cent, chosen on LCBench tasks that the benchmark does not use. With no trial yet, four fifths of the
    // log error stay, and four fifths of what it fell over the last two thirds of the curve it falls once more.
    private static readonly double[] PriorMean = [0.3, 0.8, 0, -0.8], PriorDeviation = [1, 0.4, 0.3, 0.5];

    // The noise begins at 0.2, as if two trials had been seen with it. Below 0.03 it is taken for luck.
    private const double PriorNoise = 0.2, PriorCount = 2, LeastNoise = 0.03;

    // What an end counts that is expected, not seen.
    private const double ExpectedWeight = 0.5;
    private const int Refinements = 2;

    private readonly double[,] _products = new double[Terms, Terms];
    private readonly double[] _withEnds = new double[Terms];
    private double _endSquares, _count;
    private Posterior? _posterior;

    /// <summary>How much the log error at the end rises with that at the rung, all that came before left as it is.</summary>
    public double Slope(bool knowsFall) => Solved.Mean[1] - (knowsFall ? Solved.Mean[3] : 0);

    private Posterior Solved => _posterior ??= Solve();

    /// <summary>Takes in a trial that went to the end.</summary>
    /// <param name="logError">That it ended with.</param>
    public void Add(Features features, double logError) => Take(features, new(logError, 0), weight: 1);

    /// <summary>Takes in a trial by the end that is expected of it.</summary>
    public void Expect(Features features, Prediction end) => Take(features, end, ExpectedWeight);

    /// <summary>Takes back what <see cref="Expect"/> took in.</summary>
    public void Forget(Features features, Prediction end) => Take(features, end, -ExpectedWeight);

    /// <summary>The log error at the end.</summary>
    /// <param name="images">Validation images that accuracies rest on; 0 where their number is not known.</param>
    public Prediction Predict(Features features, int images)
    {
        // Ten thousand parked trials are asked for in a turn, so this is written out.
        var (one, two, three) = (features.LogError, features.Size, features.Fell);
        var (weights, covariance, noise) = Solved;
        ReadOnlySpan<double> w = weights, c = covariance;
        var mean = w[0] + w[1] * one + w[2] * two + w[3] * three;
        var variance = c[0] + c[5] * one * one + c[10] * two * two + c[15] * three * three
            + 2 * (c[1] * one + c[2] * two + c[3] * three + c[6] * one * two + c[7] * one * three + c[11] * two * three);
        noise = Math.Max(noise, Math.Max(LeastNoise, LogErrors.StandardError(mean, images)));
        return new(mean, Math.Sqrt(variance + noise * noise));
    }

    // The squares are those that are expected: of an end that is not certain, its variance comes to them.
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
        var solved = Solve(PriorNoise);
        for (var i = 1; i < Refinements; i++)
            solved = Solve(NoiseOf(solved.Mean));
        return solved with { Noise = NoiseOf(solved.Mean) };
    }

    private Posterior Solve(double noise)
    {
        var (precision, right, mean) = (new double[Terms, Terms], new double[Terms], new double[Terms]);
        for (var i = 0; i < Terms; i++)
        {
            var prior = 1 / (PriorDeviation[i] * PriorDeviation[i]);
            for (var j = 0; j < Terms; j++)
                precision[i, j] = _products[i, j] / (noise * noise) + (i == j ? prior : 0);
            right[i] = prior * PriorMean[i] + _withEnds[i] / (noise * noise);
        }

        var covariance = LinearSystem.Inverse(precision);
        for (var i = 0; i < Terms; i++)
            for (var j = 0; j < Terms; j++)
                mean[i] += covariance[i, j] * right[j];
        return new(mean, [.. covariance.Cast<double>()], noise);
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

        return Math.Sqrt((Math.Max(0, squares) + PriorCount * PriorNoise * PriorNoise) / (_count + PriorCount));
    }

    /// <param name="Covariance">Row by row.</param>
    private sealed record Posterior(double[] Mean, double[] Covariance, double Noise);
}
