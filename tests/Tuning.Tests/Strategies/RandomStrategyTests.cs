using System.Collections.Immutable;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Tests.Strategies;

public sealed class RandomStrategyTests
{
    private static readonly ImmutableArray<Candidate> Hundred =
        [.. Enumerable.Range(1, 100).Select(n => new Candidate("dilated-separable", Sample.Configuration(dilation: n), new Cost(n, n, n)))];

    [Fact]
    public void It_draws_as_many_as_asked_for_and_none_twice()
    {
        var drawn = Draw(samples: 40, seed: 7);

        Assert.Equal(40, drawn.Distinct().Count());
        Assert.Equal(40, drawn.Length);
    }

    [Fact]
    public void The_same_seed_draws_the_same()
    {
        Assert.Equal(Draw(samples: 40, seed: 7), Draw(samples: 40, seed: 7));
    }

    [Fact]
    public void Another_seed_draws_otherwise()
    {
        Assert.NotEqual(Draw(samples: 40, seed: 7), Draw(samples: 40, seed: 8));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(null)]
    public void More_than_there_are_gives_all_in_a_seeded_order(int? samples)
    {
        var drawn = Draw(samples, seed: 7);

        Assert.NotEqual(Hundred.AsEnumerable(), drawn);
        Assert.Equal(Hundred.AsEnumerable(), drawn.OrderBy(candidate => candidate.Configuration.Dilation));
    }

    [Fact]
    public void Every_candidate_is_about_equally_likely()
    {
        var counts = new int[101];

        for (var seed = 0; seed < 1000; seed++)
            foreach (var candidate in Draw(samples: 10, seed))
                counts[candidate.Configuration.Dilation]++;

        // 100 expected of each with a standard deviation of 9.5; seven of them are no chance.
        Assert.All(counts[1..], count => Assert.InRange(count, 34, 166));
    }

    [Fact]
    public void The_generator_gives_the_published_sequence()
    {
        // First outputs of the reference implementation (prng.di.unimi.it/splitmix64.c) for the seed 1234567.
        var random = new SplitMix64(1234567);

        ulong[] drawn = [random.Next(), random.Next(), random.Next()];

        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423], drawn);
    }

    [Fact]
    public void An_unknown_kind_names_the_nearest()
    {
        var error = Assert.Throws<ArgumentException>(() => Strategy.Of(new("gird")));

        Assert.StartsWith("strategy \"gird\" is not known; did you mean \"grid\"? known: grid, random", error.Message, StringComparison.Ordinal);
    }

    private static ImmutableArray<Candidate> Draw(int? samples, long seed) => Strategy.Of(new("random", samples)).Order(Hundred, seed);
}
