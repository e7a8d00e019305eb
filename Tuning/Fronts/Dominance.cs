namespace Paretune.Tuning.Fronts;

/// <summary>Pareto dominance of one point over another.</summary>
internal static class Dominance
{
    /// <summary>A point's values, negated where needed so that less is better.</summary>
    /// <exception cref="ArgumentException">There is not one value for each direction.</exception>
    public static double[] Losses(ReadOnlySpan<double> values, Direction[] directions)
    {
        if (values.Length != directions.Length)
            throw new ArgumentException(
                $"a point must have {directions.Length} values, one for each objective, but has {values.Length}");
        var losses = new double[values.Length];
        for (var i = 0; i < losses.Length; i++)
            losses[i] = directions[i] == Direction.Maximize ? -values[i] : values[i];
        return losses;
    }

    /// <summary>No worse on any objective, and better on one.</summary>
    public static bool Holds(double[] one, double[] other)
    {
        var isBetter = false;
        for (var i = 0; i < one.Length; i++)
        {
            if (one[i] > other[i])
                return false;
            isBetter |= one[i] < other[i];
        }

        return isBetter;
    }
}
