using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>
/// The trials that a model of bounded size learns from: half are those nearest to the front, where proposals compete; the others are spread
/// over all costs, so that the model covers the whole range.
/// </summary>
internal static class TrainingSubset
{
    /// <summary>With this many, a proposal takes a few tenths of a second.</summary>
    public const int Most = 500;

    /// <summary>Of points with the first of their costs.</summary>
    public static IReadOnlyList<Observation> Select(IReadOnlyList<Observation> seen, int most) =>
        Select(seen, one => one.LogError, one => one.Places is [var cost, ..] ? cost : 0, most);

    /// <param name="seen">In the order in which they completed, which the kept ones preserve.</param>
    /// <param name="value">The log error of one.</param>
    /// <param name="cost">The place of a trial's most important cost.</param>
    public static IReadOnlyList<T> Select<T>(IReadOnlyList<T> seen, Func<T, double> value, Func<T, double> cost, int most = Most)
        where T : notnull
    {
        if (seen.Count <= most)
            return seen;
        int[] ascending = [.. Enumerable.Range(0, seen.Count).OrderBy(at => cost(seen[at])).ThenBy(at => at)];
        var (behind, best) = (new double[seen.Count], LogErrors.Worst);
        foreach (var at in ascending)
        {
            best = Math.Min(best, value(seen[at]));
            behind[at] = value(seen[at]) - best;
        }

        HashSet<int> kept = [.. Enumerable.Range(0, seen.Count).OrderBy(at => behind[at]).ThenBy(at => at).Take(most / 2)];
        int[] others = [.. ascending.Where(at => !kept.Contains(at))];
        for (var i = 0; i < most - most / 2; i++)
            kept.Add(others[(int)((long)i * others.Length / (most - most / 2))]);
        return [.. kept.Order().Select(at => seen[at])];
    }
}
