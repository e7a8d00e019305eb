using System.Runtime.Intrinsics;
using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// The expected gain of trials in score: at each of a set of limits that they meet, the mean amount by which they exceed the best completed
/// trial.
/// </summary>
internal sealed class ScoreGain
{
    public const int Limits = 256;

    /// <summary>The number of groups of limits, which are used when only an upper limit of the gain is needed.</summary>
    public const int Groups = 16;

    private const int InGroup = Limits / Groups;

    private readonly double[][] _limits;
    private readonly double[] _best = [.. Enumerable.Repeat(LogErrors.Worst, Limits)];

    // The same as shares of errors.
    private readonly double[] _shares = [.. Enumerable.Repeat(LogErrors.Share(LogErrors.Worst), Limits)];

    // Of each group.
    private readonly double[] _worst = [.. Enumerable.Repeat(LogErrors.Worst, Groups)];
    private readonly double[] _worstShares = [.. Enumerable.Repeat(LogErrors.Share(LogErrors.Worst), Groups)];

    /// <param name="axes">How many costs differ between trials.</param>
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

    /// <summary>Adds a trial that has completed.</summary>
    /// <param name="places">The places of its costs, on each axis.</param>
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

    /// <summary>
    /// The share of all limits that a trial meets in each group, which is all that <see cref="MostOf"/> needs of its costs.
    /// </summary>
    public double[] SharesOf(double[] places)
    {
        var shares = new double[Groups];
        for (var limit = 0; limit < Limits; limit++)
            shares[limit / InGroup] += IsWithin(places, limit) ? 1.0 / Limits : 0;
        return shares;
    }

    /// <summary>An upper limit of the gain: in each group the trial is compared with the lowest of the bests there.</summary>
    /// <param name="shares">As of <see cref="SharesOf"/>.</param>
    /// <param name="line">The log error of its opponent, which meets every limit that the trial meets.</param>
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
    // A turn may evaluate thousands of trials, so four limits are evaluated together, and limits with the same best only once.
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

    /// <summary>For each limit from this one on, all bits are set if a trial meets it.</summary>
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
