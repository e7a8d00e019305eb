using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Tests.Strategies.ModelBased;

public sealed class ScoreGainTests
{
    private static readonly Prediction Better = new(LogErrors.Compute(0.9), 0.1);

    [Fact]
    public void The_bound_is_the_gain_itself_where_every_limit_of_a_group_has_the_same_best_trial()
    {
        var gain = new ScoreGain(axes: 1);
        gain.Add([0.5], LogErrors.Compute(0.8));

        // Within the limits of half of the groups, as the trial that completed.
        var (exact, bound) = (gain.Compute([0.5], Better), gain.MostOf(gain.SharesOf([0.5]), Better, LogErrors.Worst));

        Assert.Equal(exact, bound, 0.002);
        Assert.InRange(exact, 0.04, 0.06);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_bound_is_never_below_the_gain(int axes)
    {
        var (gain, random) = (new ScoreGain(axes), new Random(3));
        double[] Places() => [.. Enumerable.Range(0, axes).Select(_ => random.NextDouble())];
        for (var trial = 0; trial < 40; trial++)
        {
            var places = Places();
            var prediction = new Prediction(LogErrors.Compute(random.NextDouble()), 0.3 * random.NextDouble());

            Assert.True(gain.MostOf(gain.SharesOf(places), prediction, LogErrors.Worst) >= gain.Compute(places, prediction) - 1e-12);

            gain.Add(Places(), LogErrors.Compute(random.NextDouble()));
        }
    }
}
