using Microsoft.Extensions.Time.Testing;
using Paretune.Silo.Start;

namespace Paretune.Silo.Tests.Start;

public sealed class MonotonicClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SteppedClock _system = new();
    private readonly MonotonicClock _clock;

    public MonotonicClockTests() => _clock = new(_system);

    [Fact]
    public void A_step_back_is_not_followed_and_time_goes_on()
    {
        _system.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Noon.AddMinutes(1), _clock.GetUtcNow());

        _system.Step = TimeSpan.FromMinutes(-20);
        _system.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(Noon.AddMinutes(3), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromMinutes(20), _clock.Behind);
    }

    [Fact]
    public void A_step_forward_is_followed()
    {
        _system.Step = TimeSpan.FromMinutes(30);

        Assert.Equal(Noon.AddMinutes(30), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, _clock.Behind);
    }

    [Fact]
    public void A_step_back_that_is_taken_back_leaves_nothing()
    {
        _system.Step = TimeSpan.FromMinutes(-20);
        _ = _clock.GetUtcNow();
        _system.Step = TimeSpan.Zero;
        _system.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(Noon.AddMinutes(1), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, _clock.Behind);
    }

    /// <summary>A clock whose time of day a test sets while elapsed time continues.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        private readonly FakeTimeProvider _elapsed = new(Noon);

        public TimeSpan Step { get; set; }
        public override long TimestampFrequency => _elapsed.TimestampFrequency;
        public void Advance(TimeSpan time) => _elapsed.Advance(time);
        public override DateTimeOffset GetUtcNow() => _elapsed.GetUtcNow() + Step;
        public override long GetTimestamp() => _elapsed.GetTimestamp();
    }
}
