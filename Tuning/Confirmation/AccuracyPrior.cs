using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Confirmation;

/// <summary>
/// What is expected of a trial by its costs, as the other trials tell: a regression of log errors on the logarithms of costs and their
/// squares. The best of many is lucky; this is what its result is drawn towards.
/// </summary>
internal sealed class AccuracyPrior
{
    // Of the coefficients but the constant, and of the deviation of a log error before any is seen, as if on so many trials.
    private const double Ridge = 0.01, PriorDeviation = 0.3, PriorCount = 2;

    // A trial that alone decides what is expected of it says nothing about the others.
    private const double MostLeverage = 0.9, LeastRange = 1e-9;

    private readonly double[] _expected;
    private readonly double _variance;

    /// <param name="trials">By their first run: what replicates say moves no prior.</param>
    public AccuracyPrior(IReadOnlyList<MeasuredTrial> trials)
    {
        double[] logErrors = [.. trials.Select(trial => LogErrors.Of(trial.Accuracies[0]))];
        double[][] terms = [.. TermsOf(trials)];
        var mean = logErrors.DefaultIfEmpty().Average();
        var (inverse, coefficients) = Solve(terms, [.. logErrors.Select(one => one - mean)]);
        double[] residuals = [.. terms.Select((row, at) =>
            (logErrors[at] - mean - Dot(row, coefficients)) / (1 - Math.Min(MostLeverage, Square(row, inverse))))];
        _expected = [.. residuals.Zip(logErrors).Select(pair => pair.Second - pair.First)];
        _variance = (residuals.Sum(one => one * one) + PriorCount * PriorDeviation * PriorDeviation) / (trials.Count + PriorCount);
    }

    /// <summary>The accuracy that the other trials let expect of one, and the variance of a single run around it.</summary>
    public (double Mean, double Variance) Without(int at)
    {
        var slope = LogErrors.Share(_expected[at]);
        return (LogErrors.Accuracy(_expected[at]), _variance * slope * slope);
    }

    private static IEnumerable<double[]> TermsOf(IReadOnlyList<MeasuredTrial> trials)
    {
        var axes = trials.Count == 0 ? 0 : trials[0].Logs.Length;
        var ranges = Enumerable.Range(0, axes)
            .Select(axis => (Axis: axis, Low: trials.Min(one => one.Logs[axis]), High: trials.Max(one => one.Logs[axis])))
            .Where(range => range.High - range.Low > LeastRange).ToList();
        foreach (var trial in trials)
        {
            var row = new double[1 + 2 * ranges.Count];
            row[0] = 1;
            foreach (var (i, (axis, low, high)) in ranges.Index())
            {
                row[1 + 2 * i] = 2 * (trial.Logs[axis] - low) / (high - low) - 1;
                row[2 + 2 * i] = row[1 + 2 * i] * row[1 + 2 * i];
            }

            yield return row;
        }
    }

    private static (double[,] Inverse, double[] Coefficients) Solve(double[][] rows, double[] values)
    {
        var count = rows.Length == 0 ? 1 : rows[0].Length;
        var (products, right) = (new double[count, count], new double[count]);
        foreach (var (at, row) in rows.Index())
            for (var i = 0; i < count; i++)
            {
                right[i] += row[i] * values[at];
                for (var j = 0; j < count; j++)
                    products[i, j] += row[i] * row[j];
            }

        for (var i = 0; i < count; i++)
            products[i, i] += Ridge;
        var inverse = LinearSystem.Inverse(products);
        return (inverse, [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, count).Sum(j => inverse[i, j] * right[j]))]);
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
}
