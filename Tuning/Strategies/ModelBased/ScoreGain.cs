using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// What trials are expected to add to the score: at each of some limits that they are within, the mean of what they exceed the best that
/// has completed by.
/// </summary>
internal sealed class ScoreGain
{
    public const int Limits = 256;

    private readonly double[][] _limits;
    private readonly double[] _best = [.. Enumerable.Repeat(LogErrors.Worst, Limits)];

    /// <param name="axes">How many costs tell trials apart.</param>
    public ScoreGain(int axes)
    {
        _limits = SizeScore.EvenLimits(axes, Limits);
        foreach (var axis in _limits)
        {
            if (axes == 1)
                Array.Sort(axis);
            // Who has no limit wants the most accurate, whatever it costs.
            axis[^1] = 1;
        }
    }

    /// <summary>Takes in a trial that has completed.</summary>
    /// <param name="places">Of its costs, on each axis.</param>
    public void Add(double[] places, double logError)
    {
        for (var limit = 0; limit < Limits; limit++)
            if (logError < _best[limit] && IsWithin(places, limit))
                _best[limit] = logError;
    }

    /// <summary>The share of the limits that a trial is within: no trial gains more than that of what it exceeds its opponent by.</summary>
    public double ShareOf(double[] places)
    {
        var within = 0;
        for (var limit = 0; limit < Limits; limit++)
            within += IsWithin(places, limit) ? 1 : 0;
        return within / (double)Limits;
    }

    /// <summary>0 to 1, as scores.</summary>
    public double Of(double[] places, Prediction prediction)
    {
        var (sum, best, gain) = (0.0, double.NaN, 0.0);
        for (var limit = 0; limit < Limits; limit++)
        {
            if (!IsWithin(places, limit))
                continue;
            if (_best[limit] != best)
                (best, gain) = (_best[limit], prediction.ExpectedGain(_best[limit]));
            sum += gain;
        }

        return sum / Limits;
    }

    private bool IsWithin(double[] places, int limit)
    {
        for (var axis = 0; axis < _limits.Length; axis++)
            if (places[axis] > _limits[axis][limit])
                return false;
        return true;
    }
}
