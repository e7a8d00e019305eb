using Paretune.Training.Loop;

namespace Paretune.Training.Tests.Loop;

public sealed class SeedsTests
{
    [Theory]
    [InlineData(1, Draw.Split, 0, 0, 6396520470166291297)]
    [InlineData(1, Draw.Weights, 3, 0, 6894184161844536886)]
    [InlineData(-7, Draw.Epoch, 3, 4, 7706772994022427009)]
    public void A_seed_is_the_same_in_every_version(long seed, object draw, int trial, int epoch, long expected) =>
        // What 0.1 drew: a trial that was begun with it goes on as it would have.
        Assert.Equal(expected, Seeds.Of(seed, (Draw)draw, trial, epoch));
}
