using Microsoft.Extensions.Time.Testing;
using Paretune.Silo.Workers;

namespace Paretune.Silo.Tests.Workers;

public sealed class StallDetectorTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_device_silent_for_many_times_its_median_is_found()
    {
        var pulse = new StallDetector(_clock);
        int? found = null;

        Run(pulse, stepSeconds: 2, steps: 10, atEnd: () => found = LooksUntilFound(pulse));

        Assert.Equal(201, found);
    }

    [Fact]
    public void A_fast_device_has_two_minutes_for_what_is_no_step()
    {
        var pulse = new StallDetector(_clock);
        int? found = null;

        Run(pulse, stepSeconds: 0.5, steps: 10, atEnd: () => found = LooksUntilFound(pulse));

        Assert.Equal(120, found);
    }

    [Theory]
    [InlineData(40, 1801)]
    [InlineData(300, 3001)]
    public void A_slow_device_has_half_an_hour_or_ten_times_its_median(double stepSeconds, int looks)
    {
        var pulse = new StallDetector(_clock);
        int? found = null;

        Run(pulse, stepSeconds, steps: 10, atEnd: () => found = LooksUntilFound(pulse));

        Assert.Equal(looks, found);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void A_device_that_hangs_before_its_usual_is_known_is_found_after_half_an_hour(int steps)
    {
        var pulse = new StallDetector(_clock);
        int? found = null;

        Run(pulse, stepSeconds: 1, steps, atEnd: () => found = LooksUntilFound(pulse));

        Assert.Equal(1801, found);
    }

    [Fact]
    public void Who_waits_for_others_is_left_alone()
    {
        var pulse = new StallDetector(_clock);

        Run(pulse, stepSeconds: 1, steps: 10, atEnd: () => { });

        Assert.Null(LooksUntilFound(pulse));
    }

    private void Run(StallDetector pulse, double stepSeconds, int steps, Action atEnd)
    {
        foreach (var _ in pulse.Watch(Signals(stepSeconds, steps, atEnd)))
        {
        }
    }

    private IEnumerable<Signal> Signals(double stepSeconds, int steps, Action atEnd)
    {
        for (var step = 0; step < steps; step++)
        {
            _clock.Advance(TimeSpan.FromSeconds(stepSeconds));
            yield return new TestResult { Trial = new(new("aaaaaaaa"), 1), Attempt = 1, Accuracy = 0, Loss = 0 };
        }

        atEnd();
    }

    private static int? LooksUntilFound(StallDetector pulse)
    {
        for (var look = 1; look <= 10_000; look++)
            if (pulse.Look() is { } seconds)
                return seconds;
        return null;
    }
}
