using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies.Bayesian;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Strategies;

/// <summary>
/// Ranks configurations by the trials of an older search: by how far the expected error is above the lowest expected error at equal or
/// lower cost, so that the expected front comes first. The ranking is known before any training.
/// </summary>
/// <param name="range">The costs of the space; null if they are not known.</param>
internal sealed class EarlierRanking(SearchSpec spec, PriorTrials earlier, CostRange? range)
{
    /// <param name="drawn">By ascending cost. The sort is stable.</param>
    public Drawn[] Sorted(IReadOnlyList<Drawn> drawn)
    {
        var costs = new ComparedCosts(spec, hasOneScale: true);
        if (range is not null)
            costs.Count(range.Least, range.Most);
        var points = new ConfigurationPoints(spec.Space, spec.Networks, costs);
        var known = new EarlierPoints(earlier, points);
        var expected = new double[drawn.Count];
        Parallel.For(0, drawn.Count, at =>
        {
            var candidate = drawn[at].Candidate;
            expected[at] = known.Mean(points.Compute(candidate, points.PlacesOf(candidate)));
        });
        return [.. Behind(drawn, expected).Index().OrderBy(one => one.Item).Select(one => drawn[one.Index])];
    }

    /// <summary>For each, how far it is above the lowest at equal or lower cost.</summary>
    private static IEnumerable<double> Behind(IReadOnlyList<Drawn> drawn, double[] expected)
    {
        var (best, end) = (double.PositiveInfinity, 0);
        for (var at = 0; at < drawn.Count; at++)
        {
            for (; end < drawn.Count && drawn[end].Work <= drawn[at].Work; end++)
                best = Math.Min(best, expected[end]);
            yield return expected[at] - best;
        }
    }
}
