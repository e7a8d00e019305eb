using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies.Bayesian;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Strategies;

/// <summary>
/// The order that trials of an older search give to configurations: by how far the error that is expected of one is above the best that is
/// expected of any that costs no more, so that those of the expected front come first. All of it is known before anything is trained.
/// </summary>
internal sealed class EarlierRanking(SearchSpec spec, EarlierTrials earlier, CandidateSpace space)
{
    /// <param name="drawn">By ascending cost; of equals the first stays the first.</param>
    public Drawn[] Sorted(IReadOnlyList<Drawn> drawn)
    {
        var costs = new ComparedCosts(spec, hasOneScale: true);
        if (space.Costs is { } counted)
            costs.Count(counted.Least, counted.Most);
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

    /// <summary>Of each how far it is above the least of those that cost no more.</summary>
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
