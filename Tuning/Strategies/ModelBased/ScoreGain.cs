using System.Runtime.Intrinsics;
using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// What trials are expected to add to the score: at each of some limits that they are within, the mean of what they exceed the best that
/// has completed by.
/// </summary>
internal sealed class ScoreGain
{
    public const int Limits = 256;

    /// <summary>Limits are taken together in so many groups where only the most that a trial can gain is asked for.</summary>
    public const int Groups = 16;

    private const int InGroup = Limits / Groups;

    private readonly double[][] _limits;
    private readonly double[] _best = [.. Enumerable.Repeat(LogErrors.Worst, Limits)];

    // The same as shares of errors.
    private readonly double[] _shares = [.. Enumerable.Repeat(LogErrors.Share(LogErrors.Worst), Limits)];

    // Of each group.
    private readonly double[] _worst = [.. Enumerable.Repeat(LogErrors.Worst, Groups)];
    private readonly double[] _worstShares = [.. Enumerable.Repeat(LogErrors.Share(LogErrors.Worst), Groups)];

    /// <param name="axes">How many costs tell trials apart.</param>
    public ScoreGain(int axes)
    {
        _limits = SizeScore.EvenLimits(axes, Limits);
        foreach (var axis in _limits)
        {
            if (axes == 1)
                Array.Sort(axis);
            // Without a limit, the most accurate trial counts, whatever it costs.
            axis[^1] = 1;
        }

        // Adjacent limits are about equally tight, so one best trial represents a group of them.
        int[] order = [.. Enumerable.Range(0, Limits).OrderBy(limit => _limits.Min(axis => (double?)axis[limit]))];
        for (var axis = 0; axis < axes; axis++)
            _limits[axis] = [.. order.Select(limit => _limits[axis][limit])];
    }

    /// <summary>Takes in a trial that has completed.</summary>
    /// <param name="places">Of its costs, on each axis.</param>
    public void Add(double[] places, double logError)
    {
        for (var limit = 0; limit < Limits; limit++)
            if (logError < _best[limit] && IsWithin(places, limit))
                (_best[limit], _shares[limit]) = (logError, LogErrors.Share(logError));
        for (var group = 0; group < Groups; group++)
        {
            _worst[group] = _best.AsSpan(group * InGroup, InGroup).ToArray().Max();
            _worstShares[group] = LogErrors.Share(_worst[group]);
        }
    }

    /// <summary>The share of all limits that a trial is within in each group: all that <see cref="MostOf"/> asks of its costs.</summary>
    public double[] SharesOf(double[] places)
    {
        var shares = new double[Groups];
        for (var limit = 0; limit < Limits; limit++)
            shares[limit / InGroup] += IsWithin(places, limit) ? 1.0 / Limits : 0;
        return shares;
    }

    /// <summary>No trial gains more: in each group it is compared with the least of the bests there.</summary>
    /// <param name="shares">As of <see cref="SharesOf"/>.</param>
    /// <param name="line">The log error of what opposes it, which is at every limit that it is within.</param>
    public double MostOf(double[] shares, Prediction prediction, double line)
    {
        var (expected, sum) = (new ExpectedGain(prediction), Vector256<double>.Zero);
        var (lines, share) = (Vector256.Create(line), Vector256.Create(LogErrors.Share(line)));
        for (var group = 0; group < Groups; group += Vector256<double>.Count)
            sum += Vector256.Create(shares, group) * expected.Over(
                Vector256.Min(lines, Vector256.Create(_worst, group)), Vector256.Min(share, Vector256.Create(_worstShares, group)));
        return Vector256.Sum(sum);
    }

    /// <summary>0 to 1, as scores.</summary>
    // Thousands of trials are asked for in a turn, so four limits are looked at together, and those with one best only once.
    public double Compute(double[] places, Prediction prediction)
    {
        var (expected, sum) = (new ExpectedGain(prediction), Vector256<double>.Zero);
        var (last, gains) = (Vector256.Create(double.NaN), Vector256<double>.Zero);
        for (var limit = 0; limit < Limits; limit += Vector256<double>.Count)
        {
            var within = Within(places, limit);
            if (within == Vector256<double>.Zero)
                continue;
            var best = Vector256.Create(_best, limit);
            if (best != last)
                (last, gains) = (best, expected.Over(best, Vector256.Create(_shares, limit)));
            sum += within & gains;
        }

        return Vector256.Sum(sum) / Limits;
    }

    /// <summary>All bits set for each limit from this one on that a trial is within.</summary>
    private Vector256<double> Within(double[] places, int limit)
    {
        var within = Vector256<double>.AllBitsSet;
        for (var axis = 0; axis < _limits.Length; axis++)
            within &= Vector256.LessThanOrEqual(Vector256.Create(places[axis]), Vector256.Create(_limits[axis], limit));
        return within;
    }

    private bool IsWithin(double[] places, int limit)
    {
        for (var axis = 0; axis < _limits.Length; axis++)
            if (places[axis] > _limits[axis][limit])
                return false;
        return true;
    }
}
