using Paretune.Tuning.Strategies;
using Paretune.Tuning.Strategies.Bayesian;

namespace Paretune.Tuning.Tests.Strategies.Bayesian;

public sealed class TrainingSubsetTests
{
    [Fact]
    public void All_are_kept_up_to_the_bound()
    {
        var seen = Seen(20);

        Assert.Same(seen, TrainingSubset.Select(seen, one => one.LogError, one => one.Cost, most: 20));
    }

    [Fact]
    public void Of_more_the_front_is_kept_and_some_of_every_size()
    {
        var seen = Seen(1000);

        var kept = TrainingSubset.Select(seen, one => one.LogError, one => one.Cost, most: 50);

        Assert.Equal(50, kept.Distinct().Count());
        Assert.Equal(kept.OrderBy(one => one.Number), kept);
        Assert.All(Front(seen), member => Assert.Contains(member, kept));
        for (var tenth = 0; tenth < 10; tenth++)
            Assert.Contains(kept, one => (int)(one.Cost * 10) == tenth);
    }

    private static List<(int Number, double LogError, double Cost)> Front(List<(int Number, double LogError, double Cost)> seen) =>
        [.. seen.Where(one => !seen.Exists(other => other.Cost < one.Cost && other.LogError <= one.LogError))];

    private static List<(int Number, double LogError, double Cost)> Seen(int count)
    {
        var random = new SplitMix64(7);
        return [.. Enumerable.Range(0, count).Select(number => (number, 2 + random.Unit(), random.Unit()))];
    }
}
