using Microsoft.Extensions.Time.Testing;
using Paretune.Silo.Workers;

namespace Paretune.Silo.Tests.Workers;

public sealed class PulseTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_device_silent_for_many_times_its_median_is_found()
    {
        var pulse = new Pulse(_clock);
        int? found = null;

        Run(pulse, stepSeconds: 2, steps: 10, atEnd: () => found = LooksUntilFound(pulse));

        Assert.Equal(201, found);
    }

    [Fact]
    public void A_fast_device_has_two_minutes_for_what_is_no_step()
    {
        var pulse = new Pulse(_clock);
        int? found = null;

        Run(pulse, stepSeconds: 0.5, steps: 10, atEnd: () => found = LooksUntilFound(pulse));

        Assert.Equal(120, found);
    }

    [Fact]
    public void Who_has_hardly_begun_or_waits_for_others_is_left_alone()
    {
        var pulse = new Pulse(_clock);
        int? found = null;

        Run(pulse, stepSeconds: 1, steps: 2, atEnd: () => found = LooksUntilFound(pulse));
        Run(pulse, stepSeconds: 1, steps: 10, atEnd: () => { });

        Assert.Null(found);
        Assert.Null(LooksUntilFound(pulse));
    }

    private void Run(Pulse pulse, double stepSeconds, int steps, Action atEnd)
    {
        foreach (var _ in pulse.Of(Signals(stepSeconds, steps, atEnd)))
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

    private static int? LooksUntilFound(Pulse pulse)
    {
        for (var look = 1; look <= 1000; look++)
            if (pulse.Look() is { } seconds)
                return seconds;
        return null;
    }
}
