using System.Collections.Immutable;

namespace Paretune.Models.Cards;

/// <summary>
/// Counts images by true and predicted class. Only pairs that occur are stored: the full matrix of 65,536 classes would have four billion
/// cells.
/// </summary>
/// <param name="Pairs">All pairs, correct ones included, by true class and then by prediction.</param>
public sealed record ConfusionCounts(int Classes, ImmutableArray<ConfusedPair> Pairs)
{
    public int Images => Pairs.Sum(pair => pair.Count);
    public int Found => Pairs.Where(pair => pair.Class == pair.Predicted).Sum(pair => pair.Count);

    /// <param name="answers">The true and the predicted class of each image.</param>
    public static ConfusionCounts From(int classes, IEnumerable<(int Class, int Predicted)> answers) => new(
        classes,
        [.. answers.CountBy(answer => answer).OrderBy(count => count.Key).Select(count => new ConfusedPair(
            count.Key.Class, count.Key.Predicted, count.Value))]);

    /// <param name="rows">Images by true class (row) and predicted class (column).</param>
    public static ConfusionCounts From(ImmutableArray<ImmutableArray<int>> rows) => new(
        rows.Length,
        [.. from row in rows.Index() from cell in row.Item.Index() where cell.Item > 0
            select new ConfusedPair(row.Index, cell.Index, cell.Item)]);

    /// <summary>Returns the matrix of images by true class (row) and predicted class (column).</summary>
    public ImmutableArray<ImmutableArray<int>> Rows()
    {
        var rows = Enumerable.Range(0, Classes).Select(_ => new int[Classes]).ToArray();
        foreach (var pair in Pairs)
            rows[pair.Class][pair.Predicted] = pair.Count;
        return [.. rows.Select(row => row.ToImmutableArray())];
    }

    /// <summary>Returns the images of each class, and how many of them were classified correctly.</summary>
    public (int Found, int Images)[] OfClasses()
    {
        var counts = new (int Found, int Images)[Classes];
        foreach (var pair in Pairs)
            counts[pair.Class] = (counts[pair.Class].Found + (pair.Class == pair.Predicted ? pair.Count : 0),
                counts[pair.Class].Images + pair.Count);
        return counts;
    }

    /// <summary>Returns the most frequent confusions; of equally frequent ones, the lower true class first.</summary>
    public ImmutableArray<ConfusedPair> Wrong(int most) =>
        [.. Pairs.Where(pair => pair.Class != pair.Predicted).OrderByDescending(pair => pair.Count).Take(most)];
}
