using System.Collections.Immutable;

namespace Paretune.Tuning.Rates;

/// <summary>The course of a range test, and the learning rate that it suggests.</summary>
/// <remarks>
/// Loss is smoothed as fastai does: an exponential average that keeps 0.98 of itself a step, corrected for its beginning. The suggestion is
/// fastai's <c>valley</c> (callback/schedule.py): the rate in the middle of the longest run of falling losses.
/// </remarks>
public sealed class RateTest
{
    private const double Kept = 0.98;

    // Loss has left the valley for good; fastai's figure.
    private const double OverBest = 4;

    // A loss that fell by less than this says nothing.
    private const double MostLeft = 0.99;

    // The first tenth tells of the first weights, the last steps of where it diverged; fastai leaves out as many.
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

    /// <summary>Whether the loss has become four times its least, or no number: further steps tell nothing.</summary>
    public bool HasDiverged => _smoothed.Count > 0 && !(_smoothed[^1] <= OverBest * _least);

    /// <summary>
    /// A learning rate to train with; null where the loss fell by less than a hundredth, or there are too few points.
    /// </summary>
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

    /// <summary>Where the longest run of falling losses begins and ends; losses in between that do not fall are passed over.</summary>
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
