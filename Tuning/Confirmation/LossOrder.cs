using System.Collections.Immutable;

namespace Paretune.Tuning.Confirmation;

/// <summary>How the losses of two trials compare, the accuracy left aside.</summary>
internal static class LossOrder
{
    /// <summary>No worse on any objective.</summary>
    public static bool IsNoWorse(ImmutableArray<double> one, ImmutableArray<double> other)
    {
        for (var i = 0; i < one.Length; i++)
            if (one[i] > other[i])
                return false;
        return true;
    }

    /// <summary>An order in which nothing stands before what it is no worse than.</summary>
    public static int Compare(ImmutableArray<double> one, ImmutableArray<double> other)
    {
        for (var i = 0; i < one.Length; i++)
            if (one[i] != other[i])
                return one[i].CompareTo(other[i]);
        return 0;
    }
}
