using System.Collections.Immutable;
using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Tests.Searches;

public sealed class TrialSeedTests
{
    [Fact]
    public void A_trial_s_seed_follows_from_what_it_trains_whatever_its_number_and_strategy()
    {
        var (listed, other) = (Leases("grid"), Leases("random"));

        Assert.NotEqual(listed.Keys, other.Keys);
        Assert.Equal(listed.OrderBy(one => one.Key.ToString()), other.OrderBy(one => one.Key.ToString()));
        Assert.Equal(listed.Count, listed.Values.Distinct().Count());
    }

    [Fact]
    public void A_seed_stays_what_it_was_from_version_to_version() =>
        Assert.Equal(6_391_140_689_531_416_634, TrialSeed.Compute(1, "dilated-separable", Sample.Configuration()));

    [Fact]
    public void Each_part_of_what_is_trained_changes_the_seed()
    {
        var one = Sample.Configuration();
        long[] seeds =
        [
            TrialSeed.Compute(1, "mobilenet", one), TrialSeed.Compute(2, "mobilenet", one), TrialSeed.Compute(1, "vgg16", one),
            TrialSeed.Compute(1, "mobilenet", one, replicate: 1),
            TrialSeed.Compute(1, "mobilenet", one with { LearningRate = 0.0010000000000000002 }),
            TrialSeed.Compute(
                1, "mobilenet",
                one with { Hyperparameters = ImmutableSortedDictionary<string, HyperparameterValue>.Empty.Add("channels", 8) }),
        ];

        Assert.Equal(seeds.Length, seeds.Distinct().Count());
    }

    [Fact]
    public void Equal_configurations_have_one_text_whatever_the_culture() =>
        Assert.Equal(
            "dilation=1;width=0.5;resolution=1;learningRate=1E-05;weightDecay=0;batchSize=128",
            TrialSeed.Canonical(Sample.Configuration(width: 0.5) with { LearningRate = 1e-5 }));

    private static Dictionary<Configuration, long?> Leases(string strategy)
    {
        var scene = new Scene(trials: 6, spec => spec with { Strategy = new(strategy) });
        return Enumerable.Range(1, 6).Select(worker => scene.Lease(worker)!.Job).ToDictionary(
            job => job.Configuration, job => job.TrialSeed);
    }
}
