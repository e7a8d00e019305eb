using Paretune.Training.Loop;

namespace Paretune.Training.Tests.Loop;

public sealed class MemoryShareTests
{
    private readonly MemoryShare _share = new(capacity: 10);

    [Fact]
    public void What_fits_trains_at_once_and_the_rest_when_there_is_room()
    {
        using var first = _share.Ask(4);
        using var second = _share.Ask(6);
        using var third = _share.Ask(1);

        Assert.Equal([true, true, false], [first.Granted.IsCompleted, second.Granted.IsCompleted, third.Granted.IsCompleted]);

        first.Dispose();
        Assert.True(third.Granted.IsCompleted);
    }

    [Fact]
    public void A_large_one_is_not_overtaken_by_small_ones()
    {
        using var running = _share.Ask(5);
        using var large = _share.Ask(6);
        using var small = _share.Ask(1);

        Assert.False(small.Granted.IsCompleted);

        running.Dispose();
        Assert.True(large.Granted.IsCompleted && small.Granted.IsCompleted);
    }

    [Fact]
    public void What_fits_nowhere_trains_alone()
    {
        using var alone = _share.Ask(11);
        using var other = _share.Ask(1);

        Assert.True(alone.Granted.IsCompleted);
        Assert.False(other.Granted.IsCompleted);
    }

    [Fact]
    public void One_that_gives_up_waiting_leaves_the_queue()
    {
        using var running = _share.Ask(8);
        var waiting = _share.Ask(9);
        using var small = _share.Ask(2);

        waiting.Dispose();

        Assert.True(small.Granted.IsCompleted);
    }
}
