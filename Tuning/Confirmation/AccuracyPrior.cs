using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Confirmation;

/// <summary>
/// Predicts a trial's accuracy from its costs and the other trials: a regression of log errors on the logarithms of costs and their
/// squares. The best of many is lucky, so its result is shrunk towards this prediction. Adding a trial takes a few products, however many
/// there are.
/// </summary>
/// <param name="axes">The number of costs.</param>
internal sealed class AccuracyPrior(int axes)
{
    // The ridge of the coefficients, and the prior of a log error's deviation with its weight in trials. Costs of one search may be close
    // together, so a number and its square are nearly collinear: a larger ridge would suppress the curve.
    private const double Ridge = 1e-4, PriorDeviation = 0.3, PriorCount = 2;

    // A trial that alone determines its own prediction says nothing about the others.
    private const double MostLeverage = 0.9;

    // Scales logarithms to base 2 of usual costs, from a thousand to a billion, to about −2 to 2.
    private const double Middle = 20, Scale = 5;

    private readonly int _terms = 1 + 2 * axes;
    private readonly double[,] _products = new double[1 + 2 * axes, 1 + 2 * axes];
    private readonly double[] _withErrors = new double[1 + 2 * axes];
    private double _squares;
    private Fit? _fit;

    private Fit Fitted => _fit ??= Solve();

    private double Count => _products[0, 0];

    /// <summary>Uses its first run: replicates do not change the prior.</summary>
    public void Add(MeasuredTrial trial)
    {
        var (row, logError) = (TermsOf(trial), LogErrors.Compute(trial.Accuracies[0]));
        for (var i = 0; i < _terms; i++)
        {
            _withErrors[i] += row[i] * logError;
            for (var j = 0; j < _terms; j++)
                _products[i, j] += row[i] * row[j];
        }

        (_squares, _fit) = (_squares + logError * logError, null);
    }

    /// <summary>
    /// The accuracy that the other trials predict for a trial that was added, and the variance of a single run around it.
    /// </summary>
    public (double Mean, double Variance) Without(MeasuredTrial trial)
    {
        var (row, logError) = (TermsOf(trial), LogErrors.Compute(trial.Accuracies[0]));
        var residual = (logError - Fitted.Mean - Dot(row, Fitted.Coefficients)) / (1 - Math.Min(MostLeverage, Square(row, Fitted.Inverse)));
        var slope = LogErrors.Share(logError - residual);
        return (LogErrors.Accuracy(logError - residual), Fitted.Variance * slope * slope);
    }

    private double[] TermsOf(MeasuredTrial trial)
    {
        var row = new double[_terms];
        row[0] = 1;
        for (var axis = 0; axis < axes; axis++)
        {
            var place = (trial.Logs[axis] - Middle) / Scale;
            (row[1 + 2 * axis], row[2 + 2 * axis]) = (place, place * place);
        }

        return row;
    }

    private Fit Solve()
    {
        var mean = Count > 0 ? _withErrors[0] / Count : 0;
        double[] right = [.. _withErrors.Select((sum, i) => sum - mean * _products[0, i])];
        var precision = (double[,])_products.Clone();
        for (var i = 0; i < _terms; i++)
            precision[i, i] += Ridge;
        var inverse = LinearSystem.Inverse(precision);
        double[] coefficients =
            [.. Enumerable.Range(0, _terms).Select(i => Enumerable.Range(0, _terms).Sum(j => inverse[i, j] * right[j]))];

        // From leave-one-out residuals: with few trials, plain residuals are too small.
        var squares = Math.Max(0, _squares - Count * mean * mean - 2 * Dot(coefficients, right) + Square(coefficients, _products));
        var shrunk = 1 - Math.Min(MostLeverage, _terms / Math.Max(1, Count));
        return new(
            mean, coefficients, inverse,
            (squares / (shrunk * shrunk) + PriorCount * PriorDeviation * PriorDeviation) / (Count + PriorCount));
    }

    private static double Dot(double[] one, double[] other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Length; i++)
            sum += one[i] * other[i];
        return sum;
    }

    private static double Square(double[] row, double[,] matrix)
    {
        var sum = 0.0;
        for (var i = 0; i < row.Length; i++)
            for (var j = 0; j < row.Length; j++)
                sum += row[i] * matrix[i, j] * row[j];
        return sum;
    }

    /// <param name="Mean">Of the log errors.</param>
    /// <param name="Variance">The variance of a log error around its prediction.</param>
    private sealed record Fit(double Mean, double[] Coefficients, double[,] Inverse, double Variance);
}
