using System.Collections.Immutable;

namespace Paretune.Tuning.Rates;

/// <summary>The losses of a range test, and the learning rate that they suggest.</summary>
/// <remarks>
/// Losses are smoothed as in fastai: an exponential average with factor 0.98 per step, corrected for its start. The suggestion is fastai's
/// <c>valley</c> (callback/schedule.py): the rate in the middle of the longest run of falling losses.
/// </remarks>
public sealed class RateTest
{
    private const double Kept = 0.98;

    // fastai's criterion of divergence: the loss is this many times its minimum.
    private const double OverBest = 4;

    // A smaller fall of the loss is not significant.
    private const double MostLeft = 0.99;

    // The first tenth shows the initial weights, the last steps the divergence; fastai omits as many.
    private const int LastLeftOut = 5;

    private readonly ImmutableArray<RatePoint>.Builder _points = ImmutableArray.CreateBuilder<RatePoint>();
    private readonly ImmutableArray<double>.Builder _smoothed = ImmutableArray.CreateBuilder<double>();
    private double _average, _least = double.PositiveInfinity;

    public RateTest(IEnumerable<RatePoint> points)
    {
        foreach (var point in points)
            Add(point);
    }

    public RateTest()
        : this([])
    {
    }

    public ImmutableArray<RatePoint> Points => _points.ToImmutable();

    /// <summary>The smoothed loss of each point.</summary>
    public ImmutableArray<double> Smoothed => _smoothed.ToImmutable();

    /// <summary>Whether the loss is NaN or more than four times its minimum, so that further steps are useless.</summary>
    public bool HasDiverged => _smoothed.Count > 0 && !(_smoothed[^1] <= OverBest * _least);

    /// <summary>The suggested learning rate; null if the loss fell by less than 1 %, or if there are too few points.</summary>
    public double? Suggestion
    {
        get
        {
            var first = _points.Count / 10;
            double[] losses = [.. _smoothed.Take(_points.Count - LastLeftOut).Skip(first)];
            if (losses.Length < 3)
                return null;
            var (start, end) = LongestFall(losses);
            return losses[end] > MostLeft * losses[start] ? null : _points[first + (start + end) / 2].Rate;
        }
    }

    public void Add(RatePoint point)
    {
        _points.Add(point);
        _average = Kept * _average + (1 - Kept) * point.Loss;
        var smooth = _average / (1 - Math.Pow(Kept, _points.Count));
        _smoothed.Add(smooth);
        if (smooth < _least)
            _least = smooth;
    }

    /// <summary>Returns the start and end of the longest decreasing subsequence, taking its losses as contiguous, as fastai does.</summary>
    private static (int Start, int End) LongestFall(double[] losses)
    {
        var lengths = new int[losses.Length];
        var end = 0;
        for (var at = 0; at < losses.Length; at++)
        {
            lengths[at] = 1 + Enumerable.Range(0, at).Where(before => losses[at] < losses[before])
                .Select(before => lengths[before]).DefaultIfEmpty(0).Max();
            if (lengths[at] > lengths[end])
                end = at;
        }

        return (end - (lengths[end] - 1), end);
    }
}
