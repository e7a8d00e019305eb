using System.Collections.Immutable;

namespace Paretune.Tuning.Confirmation;

/// <summary>Compares the losses of two trials, without the accuracy.</summary>
internal static class ObjectiveOrder
{
    /// <summary>No worse on any objective.</summary>
    public static bool IsNoWorse(ImmutableArray<double> one, ImmutableArray<double> other)
    {
        for (var i = 0; i < one.Length; i++)
            if (one[i] > other[i])
                return false;
        return true;
    }

    /// <summary>A lexicographic order: a trial that is no worse than another never comes after it.</summary>
    public static int Compare(ImmutableArray<double> one, ImmutableArray<double> other)
    {
        for (var i = 0; i < one.Length; i++)
            if (one[i] != other[i])
                return one[i].CompareTo(other[i]);
        return 0;
    }
}
