using System.Numerics.Tensors;

namespace Paretune.Tuning.Models;

/// <summary>
/// A Gaussian process with a Matérn covariance (Rasmussen and Williams, "Gaussian processes for machine learning", 2006, algorithm 2.1).
/// Predictions are of the function without noise.
/// </summary>
internal sealed class GaussianProcess
{
    // Columns of a block of predictions: with 500 points a block is 1 MB, and stays in a core's cache.
    private const int Columns = 256;

    // The prior of the variance is that of the values, with a weight of this many values.
    private const double PriorCount = 2;

    private readonly KernelScales _scales;
    private readonly Observations _seen;
    private readonly PackedCholesky _factor = new();
    private readonly List<double[]> _points = [];

    // L⁻¹ times the standardized values, and K⁻¹ times them for the covariances of the observations. Believed points are 0 in both.
    private readonly double[] _solved, _weights;

    public GaussianProcess(Observations seen, KernelScales scales)
    {
        (_seen, _scales, _solved) = (seen, scales, new double[seen.Count]);
        for (var i = 0; i < seen.Count; i++)
        {
            Add(seen.Points[i], scales.Noise + seen.StandardVariance(i));
            _solved[i] = _factor.SolveRow(_solved.AsSpan(0, i), i, seen.Standard(i));
        }

        _weights = [.. _solved];
        _factor.SolveTransposed(_weights);
        Variance = (Sums.Dot(_solved, _solved) + PriorCount) / (seen.Count + PriorCount);
    }

    /// <summary>The variance of the process, on the scale of standardized values.</summary>
    public double Variance { get; }

    /// <summary>
    /// The logarithm of the marginal likelihood, up to a constant, with the variance integrated out.
    /// </summary>
    public double LogLikelihood => -0.5 * (_seen.Count + PriorCount) * Math.Log(Variance) - 0.5 * _factor.LogDeterminant;

    /// <summary>
    /// From now on the value there counts as its predicted mean, which changes no other mean and reduces the variance nearby. Used for
    /// running trials.
    /// </summary>
    public void Believe(double[] point) => Add(point, _scales.Noise);

    /// <summary>The mean at one point.</summary>
    public double Mean(ReadOnlySpan<double> point)
    {
        var row = Covariances(point, _seen.Count);
        return _seen.Mean + _seen.Deviation * Sums.Dot(row, _weights);
    }

    /// <summary>Means and standard deviations at all points of a table.</summary>
    public void Predict(PointTable points, Span<double> means, Span<double> deviations)
    {
        var block = new double[Math.Max(1, _points.Count) * Columns];
        for (var start = 0; start < points.Count; start += Columns)
        {
            var count = Math.Min(Columns, points.Count - start);
            var rows = block.AsSpan(0, _points.Count * count);
            Covariances(points, start, count, rows);
            _factor.Solve(rows, count);
            Sum(rows, means.Slice(start, count), deviations.Slice(start, count));
        }
    }

    private void Add(double[] point, double noise)
    {
        _factor.Add(Covariances(point, _points.Count), 1 + noise);
        _points.Add(point);
    }

    /// <summary>Covariances with the first known points, up to a count.</summary>
    private double[] Covariances(ReadOnlySpan<double> point, int count)
    {
        var row = new double[count];
        for (var i = 0; i < row.Length; i++)
            row[i] = _scales.Distance(_points[i], point);
        Matern.Apply(row);
        return row;
    }

    /// <summary>For each known point, a row of covariances with some points of a table.</summary>
    // Expands the square of a difference into its three terms: most features of a choice are 0 and cost nothing.
    private void Covariances(PointTable points, int start, int count, Span<double> rows)
    {
        Span<double> squares = stackalloc double[Columns];
        Span<double> weighted = stackalloc double[Columns];
        squares = squares[..count];
        weighted = weighted[..count];
        squares.Clear();
        for (var feature = 0; feature < points.Features; feature++)
        {
            TensorPrimitives.Multiply(points.Column(feature, start, count), _scales.Weights[feature], weighted);
            TensorPrimitives.MultiplyAdd(weighted, points.Column(feature, start, count), squares, squares);
        }

        for (var i = 0; i < _points.Count; i++)
        {
            var row = rows.Slice(i * count, count);
            var (known, own) = (_points[i], 0.0);
            squares.CopyTo(row);
            for (var feature = 0; feature < points.Features; feature++)
                if (known[feature] * _scales.Weights[feature] is not 0 and var times)
                {
                    TensorPrimitives.MultiplyAdd(points.Column(feature, start, count), -2 * times, row, row);
                    own += times * known[feature];
                }

            TensorPrimitives.Add(row, own, row);
            Matern.Apply(row);
        }
    }

    private void Sum(ReadOnlySpan<double> rows, Span<double> means, Span<double> deviations)
    {
        means.Fill(_seen.Mean);
        deviations.Clear();
        for (var i = 0; i < _points.Count; i++)
        {
            var row = rows.Slice(i * means.Length, means.Length);
            if (i < _solved.Length)
                TensorPrimitives.MultiplyAdd(row, _solved[i] * _seen.Deviation, means, means);
            TensorPrimitives.MultiplyAdd(row, row, deviations, deviations);
        }

        var scale = _seen.Deviation * Math.Sqrt(Variance);
        foreach (ref var explained in deviations)
            explained = scale * Math.Sqrt(Math.Max(1e-9, 1 - explained));
    }
}
