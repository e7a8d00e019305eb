using System.Collections.Immutable;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Tests.Strategies;

public sealed class RandomSamplerTests
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

        // 100 of each are expected with a standard deviation of 9.5; seven deviations do not occur by chance.
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
        var error = Assert.Throws<ArgumentException>(
            () => StrategyCatalog.Create(Sample.Spec with { Strategy = new("gird") }, () => CandidateSpace.Listed(Hundred)));

        Assert.StartsWith(
            "unknown strategy \"gird\"; did you mean \"grid\"? known: grid, random", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Networks_are_drawn_evenly_however_many_configurations_each_has()
    {
        ImmutableArray<Candidate> uneven = [
            .. Hundred, .. Hundred.Take(20).Select(one => one with { Network = "mobilenet" }), Hundred[0] with { Network = "vgg16" }];

        var drawn = Draw(samples: 31, seed: 3, uneven).CountBy(one => one.Network).ToDictionary();

        Assert.Equal((15, 15, 1), (drawn["dilated-separable"], drawn["mobilenet"], drawn["vgg16"]));
    }

    [Fact]
    public void A_seed_draws_of_one_network_what_it_always_drew()
    {
        // The draws of 0.1, so that a published seed keeps its meaning.
        Assert.Equal([39, 3, 91, 60, 48], Draw(samples: 5, seed: 7).Select(one => one.Configuration.Dilation));
    }

    [Fact]
    public void A_space_of_any_size_is_drawn_from_without_being_written_out()
    {
        var space = Hyperparameters.DefaultSpace
            .With("width", new Domain { Range = new(0.25, 1) })
            .With("learningRate", new Domain { Range = new(1e-4, 0.1, RangeScale.Log) })
            .With("batchSize", new Domain { Range = new(2, 65_536) });
        var spec = Sample.Spec with
        {
            Space = space,
            Strategy = new StrategySpec("random").With("samples", 200),
            Limits = new(Parameters: 1_000_000)
        };

        var drawn = StrategyCatalog.Create(spec, () => CandidateSpace.Count(spec, classes: 10)).All();

        Assert.Equal(200, drawn.Distinct().Count());
        Assert.All(drawn, one => Assert.InRange(one.Cost.Parameters, 1, 1_000_000));
        Assert.All(drawn, one => Assert.InRange(one.Configuration.LearningRate, 1e-4, 0.1));
        // On a logarithmic scale, each of three decades gets a third of the draws: 67 expected with a standard deviation of 6.7.
        Assert.InRange(drawn.Count(one => one.Configuration.LearningRate < 1e-3), 30, 104);
    }

    private static ImmutableArray<Candidate> Draw(int? samples, long seed, ImmutableArray<Candidate>? of = null)
    {
        var strategy = new StrategySpec("random").With("first", "listed");
        var spec = Sample.Spec with { Seed = seed, Strategy = samples is { } count ? strategy.With("samples", count) : strategy };
        return [.. StrategyCatalog.Create(spec, () => CandidateSpace.Listed(of ?? Hundred)).All()];
    }
}
