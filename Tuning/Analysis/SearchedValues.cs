using System.Collections.Immutable;

namespace Paretune.Tuning.Analysis;

/// <summary>The values of one hyperparameter over some trials, each as a place on a grid.</summary>
/// <param name="Title">As people read it.</param>
/// <param name="Places">Of each trial, from 0.</param>
/// <param name="Size">Places of the grid.</param>
/// <param name="IsOrdered">False for words, which lie neither near nor far from each other.</param>
public sealed record SearchedValues(string Title, ImmutableArray<int> Places, int Size, bool IsOrdered)
{
    /// <summary>More distinct numbers than these are counted in as many bins, as Optuna does.</summary>
    public const int MostPlaces = 50;

    // From here on the bins of positive numbers are even on a logarithmic scale: rates span decades, widths do not.
    private const double LogarithmicSpan = 30;

    /// <summary>Distinct numbers in their order, or in bins where there are many; words by name.</summary>
    /// <param name="values">Of each trial.</param>
    public static SearchedValues From(string title, IReadOnlyList<HyperparameterValue> values)
    {
        var distinct = values.Distinct().OrderBy(value => value.Word, StringComparer.Ordinal).ThenBy(value => value.Number).ToList();
        if (distinct.Count <= MostPlaces || distinct.Any(value => value.Word is not null))
        {
            var place = distinct.Index().ToDictionary(one => one.Item, one => one.Index);
            return new(title, [.. values.Select(value => place[value])], distinct.Count, distinct.All(value => value.Word is null));
        }

        var (least, most) = (distinct[0].Number, distinct[^1].Number);
        Func<double, double> scale = least > 0 && most / least >= LogarithmicSpan ? Math.Log : number => number;
        var step = (scale(most) - scale(least)) / (MostPlaces - 1);
        return new(
            title, [.. values.Select(value => (int)Math.Round((scale(value.Number) - scale(least)) / step))], MostPlaces, IsOrdered: true);
    }

    /// <summary>How many of these trials are at each place.</summary>
    public int[] Count(IEnumerable<int> trials)
    {
        var counts = new int[Size];
        foreach (var trial in trials)
            counts[Places[trial]]++;
        return counts;
    }
}
