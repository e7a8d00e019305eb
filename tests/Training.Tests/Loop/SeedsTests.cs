using Paretune.Training.Loop;

namespace Paretune.Training.Tests.Loop;

public sealed class SeedsTests
{
    [Theory]
    [InlineData(1, Draw.Split, 0, 0, 6396520470166291297)]
    [InlineData(1, Draw.Weights, 3, 0, 6894184161844536886)]
    [InlineData(-7, Draw.Epoch, 3, 4, 7706772994022427009)]
    public void A_seed_is_the_same_in_every_version(long seed, object draw, int trial, int epoch, long expected) =>
        // The draws of 0.1, with which its trials must continue.
        Assert.Equal(expected, Seeds.Compute(seed, (Draw)draw, trial, epoch));

    [Fact]
    public void A_trial_draws_by_what_it_trains_and_not_by_its_number()
    {
        Assert.Equal(Seeds.Compute(Lease(trial: 1, seed: 7), Draw.Weights), Seeds.Compute(Lease(trial: 2, seed: 7), Draw.Weights));
        Assert.NotEqual(Seeds.Compute(Lease(trial: 1, seed: 7), Draw.Weights), Seeds.Compute(Lease(trial: 1, seed: 8), Draw.Weights));
    }

    [Fact]
    public void A_trial_of_a_search_that_0_1_started_draws_by_its_number_as_before()
    {
        Assert.Equal(Seeds.Compute(1, Draw.Epoch, trial: 2, epoch: 3), Seeds.Compute(Lease(trial: 2, seed: null), Draw.Epoch, epoch: 3));
        Assert.NotEqual(Seeds.Compute(Lease(trial: 1, seed: null), Draw.Weights), Seeds.Compute(Lease(trial: 2, seed: null), Draw.Weights));
    }

    private static Lease Lease(int trial, long? seed) => new(
        new(new("abcd2345"), trial), 1, LeaseKind.Train,
        new("shapes", "dilated-separable", new(1, 1, 1, 0.001, 0, 32), 32, 2, Seed: 1) { TrialSeed = seed },
        0, 1, TimeSpan.FromSeconds(30), new("host", "cpu", "a"));
}
