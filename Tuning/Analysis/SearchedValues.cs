using System.Collections.Immutable;

namespace Paretune.Tuning.Analysis;

/// <summary>The values of one hyperparameter over some trials, as cells of a grid.</summary>
/// <param name="Title">The display name.</param>
/// <param name="Places">The cell of each trial, from 0.</param>
/// <param name="Size">The number of cells.</param>
/// <param name="IsOrdered">False for categories, between which there is no distance.</param>
public sealed record SearchedValues(string Title, ImmutableArray<int> Places, int Size, bool IsOrdered)
{
    /// <summary>If there are more distinct numbers, they are counted in this many bins, as in Optuna.</summary>
    public const int MostPlaces = 50;

    // From this ratio on, positive numbers are binned on a logarithmic scale: rates span decades, widths do not.
    private const double LogarithmicSpan = 30;

    /// <summary>Creates one cell per distinct number, in order, or bins if there are many; categories are sorted by name.</summary>
    /// <param name="values">One value per trial.</param>
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

    /// <summary>Counts these trials in each cell.</summary>
    public int[] Count(IEnumerable<int> trials)
    {
        var counts = new int[Size];
        foreach (var trial in trials)
            counts[Places[trial]]++;
        return counts;
    }
}
