using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Storage.Files;
using Paretune.Training.Loop;

namespace Paretune.Training.Tests.Loop;

public sealed class StoreWaitTests
{
    private static readonly StepProgress Beat = new()
    {
        Trial = new(new("abcd1234"), 1),
        Attempt = 1,
        Epoch = 2,
        Step = 3,
        Steps = 3,
        ImagesPerSecond = 0,
    };

    private readonly StoreWait _wait = new(new HastyTime(), NullLogger.Instance);

    [Fact]
    public void Steps_are_told_for_as_long_as_the_store_takes()
    {
        var stored = new TaskCompletionSource();
        var beats = 0;

        foreach (var signal in _wait.For(_ => stored.Task, Beat))
        {
            Assert.Equal(Beat, signal);
            if (++beats == 3)
                stored.SetResult();
        }

        Assert.InRange(beats, 3, int.MaxValue);
    }

    [Fact]
    public void A_store_that_is_away_is_asked_again_until_it_is_back()
    {
        var asked = 0;

        _ = _wait.For(
            _ => ++asked < 4 ? Task.FromException(new FileStoreException("away", mayPass: true)) : Task.CompletedTask, Beat).Count();

        Assert.Equal(4, asked);
    }

    [Fact]
    public void A_store_that_is_wrong_is_not_waited_for()
    {
        var wrong = new FileStoreException("no such bucket", mayPass: false);

        var thrown = Assert.Throws<FileStoreException>(() => _wait.For(_ => Task.FromException(wrong), Beat).Count());

        Assert.Same(wrong, thrown);
    }

    [Fact]
    public void Work_that_nobody_waits_for_any_more_is_cancelled()
    {
        CancellationToken given = default;

        _ = _wait.For(left => { given = left; return Task.Delay(Timeout.Infinite, left); }, Beat).First();

        Assert.True(given.IsCancellationRequested);
    }

    /// <summary>A clock on which every wait ends immediately.</summary>
    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
    }
}
