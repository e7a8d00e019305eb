using System.Collections.Immutable;

namespace Paretune.Storage.Datasets;

/// <summary>Counts the images of each class of a split.</summary>
internal static class ClassBalances
{
    public static int[] Count(IEnumerable<ushort> labels, int classes)
    {
        var counts = new int[classes];
        foreach (var label in labels)
            counts[label]++;
        return counts;
    }

    /// <summary>Computes the balance of a split; of equally rare classes, names the first.</summary>
    public static ClassBalance Compute(ushort[] labels, ImmutableArray<string> classes)
    {
        var counts = Count(labels, classes.Length);
        var fewest = counts.Min();
        return new(
            fewest, counts.Max(), counts.Count(count => count < ClassBalance.FewImages), classes[Array.IndexOf(counts, fewest)]);
    }
}
