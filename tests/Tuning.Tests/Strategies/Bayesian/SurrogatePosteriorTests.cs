using Paretune.Tuning.Models;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies.Bayesian;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Tests.Strategies.Bayesian;

public sealed class SurrogatePosteriorTests
{
    [Fact]
    public void What_an_older_search_reached_has_still_to_be_gained()
    {
        var spec = Sample.Spec;
        var space = CandidateSpace.Count(spec, classes: 10);
        var points = new ConfigurationPoints(spec.Space, spec.Networks, new ComparedCosts(spec, hasOneScale: true));
        var pool = new CandidatePool([.. Enumerable.Range(0, (int)space.Size!).Select(at => space.At(at))], points);
        Observation[] good = [new(pool.Candidates[0], 0, points.Compute(pool.Candidates[0], []), [], LogErrors.Compute(0.9))];

        var known = GainOf(seen: [], older: good);
        var reached = GainOf(seen: good, older: []);

        // Before anything is reached, nine tenths of the images can be gained; afterwards only a little by chance.
        Assert.InRange(known, 0.8, 1);
        Assert.InRange(reached, 0, 0.3);

        double GainOf(Observation[] seen, Observation[] older) =>
            new SurrogatePosterior(seen, older, [], ScaleFit.Usual(points.Groups), points.Axes).Best(pool, at => at != 0).Gain;
    }
}
